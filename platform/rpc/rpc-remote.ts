import type { OperationPolicy, ServicePolicy } from '#contracts/call-policies.ts'
import type { Api, CallContext, Calls, Operation } from '#contracts/operation.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import type { BreakerState } from './circuit-breaker.ts'
import { type Choose, inTurn, leastBusyOfTwo } from './rpc-balance.ts'
import { type Delivery, deliver, type Line } from './rpc-delivery.ts'
import { openPeers, type PeersDeps } from './rpc-peers.ts'
import { travelTogether } from './rpc-together.ts'

export type RemoteDeps = Omit<PeersDeps, 'service' | 'policy'> & {
  readonly policy: ServicePolicy
  readonly tracing?: Tracing | null
}

/** A service in other processes. */
type Remote<A extends Api> = AsyncDisposable & {
  readonly calls: Calls<A>
  breakers(): readonly Breaker[]
}

/** For `/metrics` and the console: whom this process does not ask at the moment, and since when. */
export type Breaker = {
  readonly service: string
  readonly instance: string
  readonly state: BreakerState
  readonly sinceMs: number
  /** It said that it is about to end. */
  readonly isLeaving: boolean
}

type Call = (input: unknown, context: CallContext) => Promise<unknown>

/**
 * Calls a service in other processes, with the manners of `local`: what is refused is a value, what
 * is thrown there is thrown here. Where nobody can be asked, or nobody knows what became of a call,
 * `try_again` is thrown, never refused: a refusal says that nothing was done.
 */
export function remote<A extends Api>(api: A, service: string, deps: RemoteDeps): Remote<A> {
  const { policy, tracing = null } = deps
  const peers = openPeers({ ...deps, service })
  const choose = policy.balance === 'round_robin' ? inTurn() : leastBusyOfTwo()

  const calls = Object.entries(api).map(([name, operation]) => {
    const own: OperationPolicy = policy.operations[name] ?? {}
    const delivery: Delivery = {
      peers,
      service,
      operation,
      path: `/rpc/${service}/${name}`,
      nowMs: () => deps.clock.nowMs(),
      timeoutMs: own.timeoutMs ?? policy.timeoutMs,
      attempts: mayBeRepeated(operation, own) ? (own.attempts ?? policy.attempts) : 1,
      retryAfterMs: policy.breaker.openMs,
      onRepeat: count => deps.measures?.repeated(service, count),
    }
    const join = tracing === null ? undefined : () => tracing.joiner()
    const call = own.together
      ? callTogether(delivery, own.together, join)
      : callAlone(delivery, choose, join)
    return [name, tracing === null ? call : tracedCall(tracing, `${service}.${name}`, call)]
  })

  return {
    calls: Object.fromEntries(calls) as Calls<A>,
    breakers: () =>
      peers.all().map(({ url, breaker, leavingSinceMs }) => ({
        service,
        instance: url,
        state: breaker.state,
        sinceMs: breaker.sinceMs,
        isLeaving: leavingSinceMs() !== null,
      })),
    [Symbol.asyncDispose]: () => peers[Symbol.asyncDispose](),
  }
}

function mayBeRepeated({ route, keyed }: Operation, { repeatable }: OperationPolicy): boolean {
  return repeatable === true || keyed === true || route?.startsWith('GET ') === true
}

/** The span of this side; the other one goes on in its trace. */
function tracedCall(tracing: Tracing, name: string, call: Call): Call {
  return (input, context) =>
    tracing.span(
      { name, kind: 'client' },
      () => call(input, { ...context, trace: tracing.current() ?? '' }),
      context.trace,
    )
}

type Joiner = (() => (traceId: string) => void) | undefined

function callAlone(delivery: Delivery, choose: Choose, joiner: Joiner): Call {
  return (input, context) =>
    new Promise((answer, fail) => {
      const join = joiner?.()
      const line: Line = { call: { input, context }, answer, fail, join, isAnswered: false }
      void deliver(delivery, [line], choose)
    })
}

function callTogether(
  delivery: Delivery,
  together: NonNullable<OperationPolicy['together']>,
  joiner: Joiner,
): Call {
  const travel = travelTogether(together, (lines, choose) => deliver(delivery, lines, choose))
  return (input, context) =>
    new Promise((answer, fail) => {
      const key = String(Object(input)[together.by])
      const join = joiner?.()
      travel(key, { call: { input, context }, answer, fail, join, isAnswered: false })
    })
}
