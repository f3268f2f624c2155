import { drain } from './drain.ts'
import { openHttp } from './http.ts'
import { httpAnswers } from './http-answers.ts'
import { type ListenOn, listen } from './listen.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { addProbes } from './probes.ts'
import { thrownProblems } from './thrown-problem.ts'

export type PrivateDoorDeps = {
  readonly metrics: Metrics
  readonly ready: () => boolean
  readonly log: Log
  readonly listen: ListenOn
}

export type PrivateDoor = {
  /** The port it has. */
  readonly port: number
  close(): Promise<void>
}

const DRAIN_MS = 1_000

/** The port for the operator's own network: metrics and probes. Nobody outside may reach it. */
export async function openPrivateDoor(deps: PrivateDoorDeps): Promise<PrivateDoor> {
  const answers = httpAnswers({ secureTransport: false })
  const app = openHttp({ answers, translate: thrownProblems(deps) })
  addProbes(app, { answers, ready: deps.ready })
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', deps.metrics.contentType)
    return deps.metrics.text()
  })
  const port = await listen(app, deps.listen)
  return { port, close: () => drain(app, DRAIN_MS) }
}
