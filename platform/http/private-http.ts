import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { RpcServer } from '#platform/rpc/rpc-server.ts'
import { drain } from './drain.ts'
import { openHttp } from './http.ts'
import { httpAnswers } from './http-answers.ts'
import { type ListenOn, listen } from './listen.ts'
import { addProbes } from './probes.ts'
import { thrownProblems } from './thrown-problem.ts'

export type PrivateDoorDeps = {
  readonly metrics: Metrics
  readonly ready: () => boolean
  /** The services of this process whose database does not answer. */
  readonly silentDatabases?: () => readonly string[]
  readonly log: Log
  /** The loopback where all of the shop is one process, else an address of the shop's network. */
  readonly listen: ListenOn
  /** The services of this process, where other processes call them. */
  readonly rpc?: RpcServer
  /** How long the others have to hear that this process ends. */
  readonly leaveMs?: number
  /** How long what is under way then may take. */
  readonly drainMs?: number
}

type PrivateDoor = {
  /** The port it has. */
  readonly port: number
  /**
   * To be called when nobody is told any more to come here. Goes on answering for `leaveMs`, says
   * to each caller that this process ends, then takes nothing new and finishes what it has.
   */
  close(): Promise<void>
}

const LEAVE_MS = 1_000
const REFUSE_MS = 50
/** A provider may take ten seconds to say whether money was taken; whoever asked hears of it. */
const DRAIN_MS = 12_000

/** The port for the shop's own network: calls between services, metrics, probes. */
export async function openPrivateDoor(deps: PrivateDoorDeps): Promise<PrivateDoor> {
  const { rpc, leaveMs = LEAVE_MS, drainMs = DRAIN_MS } = deps
  const answers = httpAnswers({ secureTransport: false })
  const app = openHttp({ answers, translate: thrownProblems(deps) })
  addProbes(app, { ...deps, answers })
  app.get('/metrics', async (_request, reply) => {
    reply.header('content-type', deps.metrics.contentType)
    return deps.metrics.text()
  })
  rpc?.addTo(app)
  const port = await listen(app, deps.listen)
  return {
    port,
    async close() {
      if (rpc !== undefined) {
        rpc.leave()
        await sleep(leaveMs)
        rpc.refuseNew()
        // What had arrived already is read, and refused, before its connection closes.
        await sleep(REFUSE_MS)
      }
      await drain(app, { answers, leaveMs: 0, patienceMs: drainMs })
    },
  }
}
