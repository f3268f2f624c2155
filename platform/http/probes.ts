import type { FastifyInstance } from 'fastify'
import type { HttpAnswers } from './http-answers.ts'

/**
 * `/healthz`: the process lives, do not restart it. `/readyz`: it may be sent requests; not while
 * it starts or drains.
 */
export function addProbes(
  app: FastifyInstance,
  { answers, ready }: { readonly answers: HttpAnswers; readonly ready: () => boolean },
): void {
  app.get('/healthz', (_request, reply) => {
    reply.hijack()
    answers.json(reply.raw, 200, '{"status":"ok"}')
  })
  app.get('/readyz', (_request, reply) => {
    reply.hijack()
    if (ready()) answers.json(reply.raw, 200, '{"status":"ready"}')
    else answers.refuse(reply.raw, 'try_again')
  })
}
