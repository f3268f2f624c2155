import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal, Problem } from '#contracts/problems.ts'
import { jsonOf } from '#platform/rpc/json-of.ts'
import type { RoutedStream } from './door.ts'
import { entryHook } from './entry-hook.ts'
import { inputReader } from './input-reader.ts'
import type { Machinery } from './operation-routes.ts'
import { requestContext } from './request-context.ts'
import { routeAnswers } from './route-answers.ts'

/** Offers a live stream at an address of its own. */
export function addStream(app: FastifyInstance, machinery: Machinery, routed: RoutedStream): void {
  const { snapshot, stream } = routed
  const { refuse } = routeAnswers(machinery.answers, machinery.measures, stream.route)
  app.route({
    method: 'GET',
    url: snapshot.path,
    // It would never end, or say nothing.
    exposeHeadRoute: false,
    onRequest: entryHook(
      { ...machinery, refuse },
      { access: stream.access, knowsMembers: true, keyed: false },
    ),
    handler: streamHandler(machinery, routed),
  })
}

/** Whether somebody who may have an answer or a stream wants the stream. */
export function wantsStream({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && (headers.accept?.includes('text/event-stream') ?? false)
}

/** Answers with the stream: its snapshot, then what its topic tells. */
export function streamHandler(machinery: Machinery, routed: RoutedStream) {
  const { snapshot, stream } = routed
  const { translate, streams } = machinery
  const answers = routeAnswers(machinery.answers, machinery.measures, stream.route)
  const read = inputReader(snapshot)

  async function open(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    try {
      const input = read(request)
      const context = requestContext(request)
      const about = {
        topic: stream.topic({
          ...(input as Readonly<Record<string, string>>),
          memberId: context.caller?.memberId ?? '',
        }),
        event: stream.event,
        owner: context.caller?.sessionId ?? null,
      }
      await streams.open(reply.raw, about, async () => {
        const answer = await snapshot.call(input, context)
        if (isRefusal(answer)) throw new Problem(answer.refused, answer.details)
        return String(jsonOf(snapshot.operation, answer))
      })
    } catch (error) {
      answers.refuse(request, reply, translate(error, snapshot.path))
    }
  }

  return (request: FastifyRequest, reply: FastifyReply): void => {
    reply.hijack()
    void open(request, reply)
  }
}
