import {
  SpanKind as OtelKind,
  type SpanContext,
  SpanStatusCode,
  TraceFlags,
} from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace-base'
import type { Span, SpanKind } from './trace.ts'

type SpanExport = AsyncDisposable & { add(spans: readonly Span[]): void }

type Deps = {
  /** Of a collector: `http://collector:4318`; spans go to its `/v1/traces`, as JSON. */
  readonly endpoint: string
  /** What is told of this process with each span. */
  readonly resource: Readonly<Record<string, string>>
}

const EVERY_MS = 500
const WAITING_SPANS = 20_000

/**
 * Sends spans to a collector (OTLP over HTTP), some at a time, and the last of them when it is
 * disposed. Where the collector is gone or slow, spans are lost, and nobody waits for it.
 */
export function otlpExport({ endpoint, resource }: Deps): SpanExport {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` })
  const processor = new BatchSpanProcessor(exporter, {
    scheduledDelayMillis: EVERY_MS,
    maxQueueSize: WAITING_SPANS,
  })
  const common = {
    resource: resourceFromAttributes({ 'service.name': 'firstcome', ...resource }),
    instrumentationScope: { name: 'firstcome' },
  }
  return {
    add(spans) {
      for (const span of spans) processor.onEnd({ ...readable(span), ...common })
    },
    [Symbol.asyncDispose]: () => processor.shutdown(),
  }
}

const kinds: Readonly<Record<SpanKind, OtelKind>> = {
  internal: OtelKind.INTERNAL,
  server: OtelKind.SERVER,
  client: OtelKind.CLIENT,
  consumer: OtelKind.CONSUMER,
}

function readable(span: Span): Omit<ReadableSpan, 'resource' | 'instrumentationScope'> {
  const { name, kind, traceId, spanId, parentId, startMs, endMs, failed, attributes = {} } = span
  const context = (id: string): SpanContext => ({
    traceId,
    spanId: id,
    traceFlags: TraceFlags.SAMPLED,
  })
  return {
    name,
    kind: kinds[kind],
    spanContext: () => context(spanId),
    ...(parentId !== null && { parentSpanContext: context(parentId) }),
    startTime: asHrTime(startMs),
    endTime: asHrTime(endMs),
    duration: asHrTime(endMs - startMs),
    ended: true,
    status: { code: failed ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes,
    ...{ links: [], events: [] },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  }
}

/** Seconds and nanoseconds. */
function asHrTime(ms: number): [number, number] {
  const seconds = Math.floor(ms / 1_000)
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)]
}
