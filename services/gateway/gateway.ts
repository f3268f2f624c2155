import type { FastifyInstance } from 'fastify'
import { drain } from '#platform/http/drain.ts'
import { openHttp } from '#platform/http/http.ts'
import { httpAnswers } from '#platform/http/http-answers.ts'
import { listen } from '#platform/http/listen.ts'
import { loadGuard } from '#platform/http/load-guard.ts'
import { addProbes } from '#platform/http/probes.ts'
import { type RateLimits, rateLimit } from '#platform/http/rate-limit.ts'
import { thrownProblems } from '#platform/http/thrown-problem.ts'
import { liveStreams } from '#platform/live/live-streams.ts'
import { auditedCall } from './audited-call.ts'
import { routesOf } from './door.ts'
import { doorkeeper } from './doorkeeper.ts'
import { endedSessions } from './ended-sessions.ts'
import type { GatewayDeps } from './gateway-deps.ts'
import { httpMeasures } from './http-measures.ts'
import { knownCallers } from './known-callers.ts'
import { messageField } from './message-field.ts'
import { addOperation, type Machinery } from './operation-routes.ts'
import { addPages } from './pages.ts'
import { providerWindow } from './provider-window.ts'
import { publicUrl } from './public-url.ts'
import { noLimits, requestLimits } from './request-limits.ts'
import { sessionManners } from './session-cookie.ts'
import { standings } from './standings.ts'
import { addStream } from './stream-routes.ts'
import { readWebFiles } from './web-files.ts'
import { type WebPages, webPages } from './web-pages.ts'

export type Gateway = {
  readonly app: FastifyInstance
  /** The port it has. */
  readonly port: number
  /** Tells everybody to come no more, then lets nobody new in, finishes what is in flight, ends the live streams. */
  close(): Promise<void>
}

const defaults = {
  load: { maxInFlight: 10_000, maxDelayMs: 500 },
  leaveMs: 0,
  drainMs: 10_000,
} as const

/** Opens the shop's only public door. Rejects with `EADDRINUSE` where the port is taken. */
export async function openGateway(deps: GatewayDeps): Promise<Gateway> {
  const { clock, live, members, metrics } = deps
  // What is opened first is closed last: streams end before the rest drains, and for as long as
  // anybody is inside it is known who may be.
  await using opened = new AsyncDisposableStack()
  const url = publicUrl(deps.publicUrl)
  const ownLimits: RateLimits = (_, rate) => rateLimit(rate, clock.nowMs)
  const answers = httpAnswers(url)
  const translate = thrownProblems(deps)
  const measures = httpMeasures(metrics)
  const load = opened.use(loadGuard(deps.load ?? defaults.load))
  const ended = opened.use(await endedSessions(deps))
  const known = opened.use(standings({ members, live, clock }))
  const web = deps.webFolder === undefined ? null : await readWebFiles(deps.webFolder)
  const window =
    deps.payments === undefined
      ? async () => null
      : providerWindow({ ...deps, payments: deps.payments })
  const pages = web === null ? null : webPages({ answers, measures, providerWindow: window }, web)
  const app = openHttp({
    answers,
    translate,
    trustedProxies: deps.trustedProxies,
    onRefused: measures.refused,
    ...(pages && { answerUnknown: pages.answerUnknown }),
  })
  const { leaveMs, drainMs: patienceMs } = { ...defaults, ...deps }
  opened.defer(() => drain(app, { answers, leaveMs, patienceMs }))
  const streams = opened.use(liveStreams({ clock, live, headers: answers.headers }))
  opened.defer(
    live.subscribe('session-ended', message => {
      const sessionId = messageField(message, 'sessionId')
      if (sessionId !== null) streams.endOf(sessionId)
    }),
  )

  const machinery: Machinery = {
    answers,
    doorkeeper: doorkeeper({
      callers: knownCallers(deps.tokens, clock),
      ended,
      standings: known,
      log: deps.log,
      limits: deps.rateLimits ? requestLimits(deps.limitOf ?? ownLimits) : noLimits,
    }),
    load,
    measures,
    translate,
    streams,
    tracing: deps.tracing ?? null,
    audited: routed => auditedCall({ trail: members, clock, log: deps.log }, routed),
    sessionMannerOf: sessionManners(url),
  }
  metrics.gauge({ name: 'http_in_flight', help: 'Calls under way.' }, load.inFlight)
  metrics.gauge({ name: 'live_streams', help: 'Open live streams.' }, streams.count)
  addRoutes(app, machinery, { ...deps, webPages: pages })
  const port = await listen(app, deps.listen)

  const closing = opened.move()
  return { app, port, close: () => closing[Symbol.asyncDispose]() }
}

type WithPages = GatewayDeps & { readonly webPages: WebPages | null }

function addRoutes(app: FastifyInstance, machinery: Machinery, deps: WithPages): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('enteredAtMs', 0)
  const { operations, streams } = routesOf(deps.doors)
  for (const [routed, stream] of operations) addOperation(app, machinery, routed, stream)
  for (const routed of streams) addStream(app, machinery, routed)
  addProbes(app, { answers: machinery.answers, ready: deps.ready })
  addPages(app, machinery, deps)
}
