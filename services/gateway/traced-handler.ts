import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Tracing } from '#platform/measures/trace.ts'
import type { RoutedOperation } from './door.ts'

type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/**
 * Answers, as a span where traces are on: the first of its request, or the next in the trace of a
 * client that told one by `traceparent`.
 */
export function tracedHandler(
  { tracing }: { readonly tracing: Tracing | null },
  { method, path }: Pick<RoutedOperation, 'method' | 'path'>,
  answer: Answer,
): (request: FastifyRequest, reply: FastifyReply) => void {
  if (tracing === null) {
    return (request, reply) => {
      void answer(request, reply)
    }
  }
  const name = `${method} ${path}`

  async function traced(
    traces: Tracing,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const attributes: Record<string, string | number> = {
      'http.request.method': method,
      'http.route': path,
    }
    const { traceparent } = request.raw.headers
    const came = typeof traceparent === 'string' ? traceparent : undefined
    const work = async () => {
      await answer(request, reply)
      attributes['http.response.status_code'] = reply.raw.statusCode
    }
    await traces.span({ name, kind: 'server', attributes }, work, came)
  }

  return (request, reply) => {
    void traced(tracing, request, reply)
  }
}
