import assert from 'node:assert/strict'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isRefusal } from '#contracts/problems.ts'
import type { HttpAnswers } from '#platform/http/http-answers.ts'
import type { LoadGuard } from '#platform/http/load-guard.ts'
import type { Translate } from '#platform/http/thrown-problem.ts'
import type { LiveStreams } from '#platform/live/live-streams.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import { jsonOf } from '#platform/rpc/json-of.ts'
import type { Call, RoutedOperation, RoutedStream } from './door.ts'
import type { Doorkeeper } from './doorkeeper.ts'
import { entryHook } from './entry-hook.ts'
import type { HttpMeasures } from './http-measures.ts'
import { inputReader } from './input-reader.ts'
import { needOf } from './need.ts'
import { type Picture, pictureGiver } from './picture-answers.ts'
import { PICTURE_BODY_BYTES, readPictures } from './picture-bodies.ts'
import { requestContext } from './request-context.ts'
import { type RouteAnswers, routeAnswers } from './route-answers.ts'
import type { SessionManner } from './session-cookie.ts'
import { readSignedBodies } from './signed-bodies.ts'
import { streamHandler, wantsStream } from './stream-routes.ts'
import { tracedHandler } from './traced-handler.ts'

/** What every route is made with. */
export type Machinery = {
  readonly answers: HttpAnswers
  readonly doorkeeper: Doorkeeper
  readonly load: LoadGuard
  readonly measures: HttpMeasures
  readonly translate: Translate
  readonly streams: LiveStreams
  readonly tracing: Tracing | null
  readonly audited: (routed: RoutedOperation) => Call
  readonly sessionMannerOf: (operationName: string) => SessionManner | null
}

/** A merchant may describe a product at length; who is nobody yet may not send so much. */
const CONSOLE_BODY_BYTES = 256 * 1_024

/** Offers an operation under its route, and the stream that has the same address, if any. */
export function addOperation(
  app: FastifyInstance,
  machinery: Machinery,
  routed: RoutedOperation,
  stream?: RoutedStream,
): void {
  const { method, path, operation } = routed
  const answers = routeAnswers(machinery.answers, machinery.measures, `${method} ${path}`)
  const answer = operationHandler(routed, machinery, answers)
  const forConsole = operation.access === 'merchant' || operation.access === 'admin'
  const addRoute = (to: FastifyInstance) =>
    to.route({
      method,
      url: path,
      onRequest: entryHook({ ...machinery, refuse: answers.refuse }, needOf(routed)),
      handler: stream === undefined ? answer : answerOrStream(answer, machinery, stream),
      errorHandler: (error, request, reply) =>
        answers.refuse(request, reply, machinery.translate(error, path)),
      ...(forConsole && { bodyLimit: CONSOLE_BODY_BYTES }),
      ...(operation.picture === 'takes' && { bodyLimit: PICTURE_BODY_BYTES }),
    })
  const { signedBody } = operation
  if (operation.picture !== 'takes' && signedBody === undefined) addRoute(app)
  else
    app.register(async scope => {
      if (signedBody === undefined) readPictures(scope)
      else readSignedBodies(scope, signedBody)
      addRoute(scope)
    })
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => void

/** At one address, for whoever asks for events by its `Accept`, and for whoever does not. */
function answerOrStream(answer: Handler, machinery: Machinery, routed: RoutedStream): Handler {
  assert(routed.stream.access === routed.snapshot.operation.access, 'one address, one access')
  const follow = streamHandler(machinery, routed)
  return (request, reply) => (wantsStream(request.raw) ? follow : answer)(request, reply)
}

function operationHandler(routed: RoutedOperation, machinery: Machinery, answers: RouteAnswers) {
  const { load, translate, sessionMannerOf } = machinery
  const { operation, path, name } = routed
  const call = machinery.audited(routed)
  const givePicture = operation.picture === 'gives' ? pictureGiver(machinery, routed) : null
  const status = operation.status ?? 200
  const read = inputReader(routed)
  const session = routed.service === 'members' ? sessionMannerOf(name) : null

  async function answerCall(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    load.begin()
    try {
      const plainContext = requestContext(request, operation.keyed)
      const input = read(request)
      const context = session === null ? plainContext : session.before(request, input, plainContext)
      const answer = await call(input, context)
      if (isRefusal(answer)) answers.refuse(request, reply, answer)
      else if (givePicture !== null) givePicture(request, reply, answer as Picture)
      else if (session === null) give(request, reply, answer)
      else {
        const kept = session.after(answer, input)
        give(request, reply, kept.answer, kept.headers)
      }
    } catch (error) {
      answers.refuse(request, reply, translate(error, path))
    } finally {
      load.end()
    }
  }

  function give(
    request: FastifyRequest,
    reply: FastifyReply,
    answer: unknown,
    headers?: readonly string[],
  ): void {
    if (status === 204) {
      answers.empty(request, reply, { status, headers })
      return
    }
    const text = jsonOf(operation, answer)
    answers.json(request, reply, { status, text, headers })
  }

  return tracedHandler(machinery, routed, answerCall)
}
