import { randomUUID } from 'node:crypto'
import { purchaseTracesIn } from '#contracts/purchase-trace.ts'
import type { Config } from '#platform/config.ts'
import type { OnApplied } from '#platform/events/event-log.ts'
import { startTracing, type Tracing } from '#platform/measures/trace.ts'
import { tracedCalls } from '#platform/rpc/traced-calls.ts'
import type { Service } from '#platform/service.ts'
import type { Services } from './services.ts'

type OpenTracing = AsyncDisposable & { readonly tracing: Tracing }

/**
 * Traces, where a collector is configured; else null, and nothing of OpenTelemetry is loaded.
 *
 * @param parts What this process was started as.
 */
export async function openTracing(
  { traces: config }: Config,
  parts: readonly string[],
): Promise<OpenTracing | null> {
  if (config === null) return null
  const { otlpExport } = await import('#platform/measures/trace-otlp.ts')
  const { endpoint, ratio } = config
  const resource = { 'service.instance.id': randomUUID(), 'firstcome.parts': parts.join(' ') }
  const spans = otlpExport({ endpoint, resource })
  const nowMs = () => performance.timeOrigin + performance.now()
  return {
    tracing: startTracing({ nowMs, ratio, onSpans: spans.add }),
    [Symbol.asyncDispose]: () => spans[Symbol.asyncDispose](),
  }
}

/** The same services, their calls traced where traces are on. */
export function tracedServices(
  tracing: Tracing | null,
  services: Partial<Services>,
): Partial<Services> {
  if (tracing === null) return services
  const traced = Object.entries<Service>(services).map(([name, service]) => [
    name,
    { ...service, calls: tracedCalls(tracing, service) },
  ])
  return Object.fromEntries(traced) as Partial<Services>
}

export const both =
  (first: OnApplied, second: OnApplied): OnApplied =>
  applied => {
    first(applied)
    second(applied)
  }

/** Records what was applied with the purchases that it is about. */
export function traceApplied(tracing: Tracing): OnApplied {
  return ({ consumer, source, tookMs, told }) => {
    for (const { type, data } of told) {
      const attributes = { 'messaging.destination.name': source }
      const about = { name: `${consumer} ${type}`, kind: 'consumer' as const, attributes }
      for (const traceId of purchaseTracesIn(data)) tracing.record(traceId, about, tookMs)
    }
  }
}
