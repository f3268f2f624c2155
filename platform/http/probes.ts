import type { FastifyInstance } from 'fastify'
import type { HttpAnswers } from './http-answers.ts'

type Probed = {
  readonly answers: HttpAnswers
  readonly ready: () => boolean
  /** The services of this process whose database does not answer. */
  readonly silentDatabases?: () => readonly string[]
}

/**
 * `/healthz`: the process lives, do not restart it. `/readyz`: it may be sent requests; not while
 * it starts or drains, nor while none of its databases answers. Where one of several does not, it is
 * named, and the others go on.
 */
export function addProbes(
  app: FastifyInstance,
  { answers, ready, silentDatabases = () => [] }: Probed,
): void {
  app.get('/healthz', (_request, reply) => {
    reply.hijack()
    answers.json(reply.raw, 200, '{"status":"ok"}')
  })
  app.get('/readyz', (_request, reply) => {
    reply.hijack()
    const silent = silentDatabases()
    const said = silent.length === 0 ? {} : { silentDatabases: silent }
    if (ready()) answers.json(reply.raw, 200, JSON.stringify({ status: 'ready', ...said }))
    else answers.refuse(reply.raw, 'try_again', said)
  })
}
