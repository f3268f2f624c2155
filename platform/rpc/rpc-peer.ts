import { Pool } from 'undici'
import type { ServicePolicy } from '#contracts/call-policies.ts'
import type { Instance } from '#platform/discovery/discovery.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import { type BreakerState, type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts'
import { type Exchanged, exchange } from './rpc-exchange.ts'
import { frameReader, LEAVING_HEADER, type OnFrame } from './rpc-frames.ts'
import { noMeasures, type RpcMeasures } from './rpc-measures.ts'
import { newClientName, PROOF_HEADER, type Sealer, sealerFor } from './rpc-proof.ts'

export type PeerDeps = {
  readonly service: string
  readonly policy: Pick<ServicePolicy, 'breaker'>
  /** INTERNAL_KEY, 32 bytes. */
  readonly internalKey: Buffer
  readonly clock: Pick<Clock, 'nowMs' | 'wait'>
  readonly log: Log
  readonly measures?: RpcMeasures
}

type Message = {
  readonly path: string
  readonly body: Buffer
  readonly timeoutMs: number
  readonly onFrame: OnFrame
}

/** Another process that offers a service, as this one knows it. */
export type Peer = AsyncDisposable & {
  readonly id: string
  readonly url: string
  readonly inFlight: number
  readonly breaker: { readonly state: BreakerState; readonly sinceMs: number }
  /** When it said that it is about to end; null where it did not, or so long ago that it is over. */
  leavingSinceMs(): number | null
  /** Never rejects. */
  send(message: Message): Promise<Exchanged>
}

/** Connections to one process; what comes beyond waits until one is free. */
const CONNECTIONS = 64
const CONNECT_MS = 1_000
/** Sooner than the other side closes it, which could meet a message that is on its way. */
const IDLE_MS = 30_000
/** An introduction asks nobody else, so it is quick or something is wrong. */
const MEET_MS = 1_000
/** Who restarts at its address is used again after this. */
const LEAVING_MS = 2_000

export function openPeer(deps: PeerDeps, { id, url }: Instance): Peer {
  const { service, policy, clock, log, measures = noMeasures } = deps
  const pool = new Pool(url, {
    connections: CONNECTIONS,
    pipelining: 1,
    keepAliveMaxTimeout: IDLE_MS,
    connect: { timeout: CONNECT_MS },
  })
  const breaker: CircuitBreaker<Exchanged> = circuitBreaker({
    ...policy.breaker,
    clock,
    isFailure,
    probe: async () => {
      const met = await meet()
      return typeof met === 'function' ? { outcome: 'answered', headers: {} } : met
    },
    onChange: state => {
      measures.breakerChanged(service, state)
      tell(state)
    },
  })
  let acquaintance: Promise<Sealer | Exchanged> | null = null
  let leavingSinceMs = Number.NEGATIVE_INFINITY
  let inFlight = 0
  let told: BreakerState = 'closed'
  let isStranger = false

  /** When it begins and when it is over: not each time that somebody looked in vain. */
  function tell(state: BreakerState): void {
    if (state === told || state === 'half_open') return
    told = state
    if (state === 'open') log.warn({ service, instance: url }, 'a circuit breaker opened')
    else log.info({ service, instance: url }, 'a circuit breaker closed')
  }

  /** Introduces this process, and makes sure that the other one belongs to the shop too. */
  async function meet(): Promise<Sealer | Exchanged> {
    const client = newClientName()
    const answer: Buffer[] = []
    const exchanged = await exchange(pool, {
      path: '/rpc',
      headers: ['content-type', 'text/plain'],
      body: Buffer.from(client),
      timeoutMs: MEET_MS,
      onData: chunk => answer.push(chunk),
    })
    if (exchanged.outcome !== 'answered') return asNotBegun(exchanged)
    const seal = sealerOf(deps.internalKey, client, Buffer.concat(answer))
    if (seal === null && !isStranger) {
      const about = { service, instance: url }
      log.error(about, 'an instance has not our INTERNAL_KEY; it is sent nothing')
    }
    isStranger = seal === null
    if (seal !== null) return seal
    return { outcome: 'not_begun', status: 401 }
  }

  async function say(message: Message, isSecondTime = false): Promise<Exchanged> {
    acquaintance ??= meet()
    const used = acquaintance
    const seal = await used
    const forget = () => {
      if (acquaintance === used) acquaintance = null
    }
    if (typeof seal !== 'function') {
      forget()
      return seal
    }
    const { path, body, timeoutMs, onFrame } = message
    const exchanged = await exchange(pool, {
      path,
      headers: ['content-type', 'application/json', PROOF_HEADER, seal(path, body)],
      body,
      timeoutMs,
      onData: frameReader(onFrame),
    })
    if (exchanged.outcome === 'not_begun' && exchanged.status === 401 && !isSecondTime) {
      // It is another process than we met, or has forgotten us.
      forget()
      return say(message, true)
    }
    return exchanged
  }

  const isLeaving = () => performance.now() - leavingSinceMs < LEAVING_MS

  function noteLeaving(exchanged: Exchanged): void {
    const says =
      exchanged.outcome === 'answered'
        ? LEAVING_HEADER in exchanged.headers
        : exchanged.outcome === 'not_begun' && exchanged.status === 503
    if (says && !isLeaving()) leavingSinceMs = performance.now()
  }

  return {
    id,
    url,
    get inFlight() {
      return inFlight
    },
    breaker,
    leavingSinceMs: () => (isLeaving() ? leavingSinceMs : null),
    async send(message) {
      const beganMs = performance.now()
      inFlight++
      const exchanged = await breaker.run(() => say(message))
      inFlight--
      noteLeaving(exchanged)
      measures.exchanged(service, exchanged.outcome, performance.now() - beganMs)
      return exchanged
    },
    async [Symbol.asyncDispose]() {
      breaker[Symbol.dispose]()
      await pool.close()
    },
  }
}

/** Whether it speaks against the instance. That it ends, or does not offer this, does not. */
function isFailure(exchanged: Exchanged): boolean {
  if (exchanged.outcome === 'not_begun') return exchanged.status === 0 || exchanged.status === 401
  return exchanged.outcome !== 'answered'
}

/** What broke while both introduced themselves broke before anything was asked. */
function asNotBegun(exchanged: Exclude<Exchanged, { outcome: 'answered' }>): Exchanged {
  if (exchanged.outcome === 'not_begun') return exchanged
  return { outcome: 'not_begun', status: 0, cause: exchanged.cause }
}

function sealerOf(internalKey: Buffer, client: string, answer: Buffer): Sealer | null {
  let said: unknown
  try {
    said = JSON.parse(answer.toString('latin1'))
  } catch {
    return null
  }
  const { epoch, proof } = Object(said) as Record<string, unknown>
  if (typeof epoch !== 'string' || typeof proof !== 'string') return null
  return sealerFor(internalKey, client, { epoch, proof })
}
