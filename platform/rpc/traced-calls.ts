import type { Api, CallContext, Calls } from '#contracts/operation.ts'
import { purchaseTraceOf } from '#contracts/purchase-trace.ts'
import type { Tracing } from '#platform/measures/trace.ts'

type Call = (input: unknown, context: CallContext) => Promise<unknown>

/**
 * The same calls of a service, each a span, and recorded with the purchase that it is about. Who
 * only reads of a purchase leaves its trace alone, or looking at an order would never end.
 */
export function tracedCalls<A extends Api>(
  tracing: Tracing,
  { name, api, calls }: { readonly name: string; readonly api: A; readonly calls: Calls<A> },
): Calls<A> {
  const traced = Object.entries(api).map(([operation, { route }]) => {
    const about = { name: `${name}.${operation}`, kind: 'internal' as const }
    const call = calls[operation as keyof A] as unknown as Call
    const isRead = route?.startsWith('GET ') === true
    const joins = (said: unknown) => {
      const traceId = isRead ? null : purchaseTraceOf(said)
      if (traceId !== null) tracing.join(traceId)
    }
    const tracedCall: Call = (input, context) =>
      tracing.span(
        about,
        async () => {
          joins(input)
          const answer = await call(input, context)
          joins(answer)
          return answer
        },
        context.trace,
      )
    return [operation, tracedCall]
  })
  return Object.fromEntries(traced) as Calls<A>
}
