import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'

/** Names as OpenTelemetry's semantic conventions have them. */
export type SpanKind = 'internal' | 'server' | 'client' | 'consumer'

type SpanAbout = {
  /** Few values, known beforehand: `POST /api/payments`, `stock.pin`. */
  readonly name: string
  readonly kind: SpanKind
  readonly attributes?: Readonly<Record<string, string | number>>
}

/** Something that was done, and took so long. Ids as hexadecimal text, W3C Trace Context. */
export type Span = SpanAbout & {
  readonly traceId: string
  readonly spanId: string
  readonly parentId: string | null
  readonly startMs: number
  readonly endMs: number
  readonly failed: boolean
}

/**
 * Traces what this process does. Spans of one request are handed on when it ends, because only
 * then it is known to which trace it belongs: what turns out to be part of something that has a
 * trace of its own (`join`) is recorded there, however many requests that thing takes.
 */
export type Tracing = {
  /** Does this as a span: within the one that runs, else as the first, after the one that came along. */
  span<Answer>(about: SpanAbout, work: () => Promise<Answer>, came?: string): Promise<Answer>
  /** What runs now belongs to that trace, with all that its request has done. The first word holds. */
  join(traceId: string): void
  /** Records what was done already, as a trace or a part of one. */
  record(traceId: string, about: SpanAbout, tookMs: number): void
  /** What runs now, to go along with a call: `traceparent`. Null where nothing does. */
  current(): string | null
  /** The trace that what runs now has joined. */
  joined(): string | null
  /** `join` for what runs now, to be called from somewhere else: where an answer comes in. */
  joiner(): (traceId: string) => void
}

/** What one request, or one run of a job, does. Its own id is made when somebody asks for it. */
type Scope = { ownTraceId: string | null; joinedId: string | null; readonly spans: OpenSpan[] }

/** Ids cost more than all else here, and most traces are not sampled: made when they are needed. */
type OpenSpan = {
  readonly scope: Scope
  readonly about: SpanAbout
  /** The span in which this one runs, or the id of one that came along. */
  readonly parent: OpenSpan | string | null
  readonly startMs: number
  endMs: number
  failed: boolean
  id: string | null
}

type Deps = {
  /** Milliseconds since 1970; a trace is of the real world, whatever time the shop has. */
  readonly nowMs: () => number
  /** Told the spans of the traces that are sampled. */
  readonly onSpans: (spans: readonly Span[]) => void
  /** Of all traces, the share that is recorded: the same ones in each process. */
  readonly ratio: number
}

const running = new AsyncLocalStorage<OpenSpan>()

/** The trace of what runs now, for logs; null where nothing is traced. */
export function currentTraceId(): string | null {
  const scope = running.getStore()?.scope
  return scope === undefined ? null : traceIdOf(scope)
}

export function startTracing({ nowMs, onSpans, ratio }: Deps): Tracing {
  function handOn(scope: Scope): void {
    const knownId = scope.joinedId ?? scope.ownTraceId
    const isWanted = knownId === null ? Math.random() < ratio : isSampled(knownId, ratio)
    if (!isWanted) return
    const traceId = traceIdOf(scope)
    onSpans(scope.spans.map(span => closed(span, traceId)))
  }

  function begin(about: SpanAbout, came: string | undefined): OpenSpan {
    const outer = running.getStore()
    const startMs = nowMs()
    if (outer !== undefined) return opened(outer.scope, about, outer, startMs)
    const parent = came === undefined ? null : parsed(came)
    const scope = { ownTraceId: parent?.traceId ?? null, joinedId: null, spans: [] }
    return opened(scope, about, parent?.spanId ?? null, startMs)
  }

  function end(span: OpenSpan): void {
    span.endMs = nowMs()
    span.scope.spans.push(span)
    if (span.parent === null || typeof span.parent === 'string') handOn(span.scope)
  }

  return {
    async span(about, work, came) {
      const span = begin(about, came)
      try {
        return await running.run(span, work)
      } catch (error) {
        span.failed = true
        throw error
      } finally {
        end(span)
      }
    },
    join: traceId => joinScope(running.getStore()?.scope, traceId),
    joiner() {
      const scope = running.getStore()?.scope
      return traceId => joinScope(scope, traceId)
    },
    record(traceId, about, tookMs) {
      if (!isSampled(traceId, ratio)) return
      const endMs = nowMs()
      const scope = { ownTraceId: traceId, joinedId: null, spans: [] }
      const span = opened(scope, about, null, endMs - tookMs)
      span.endMs = endMs
      onSpans([closed(span, traceId)])
    },
    current() {
      const span = running.getStore()
      return span === undefined ? null : `00-${traceIdOf(span.scope)}-${idOf(span)}-01`
    },
    joined: () => running.getStore()?.scope.joinedId ?? null,
  }
}

const opened = (
  scope: Scope,
  about: SpanAbout,
  parent: OpenSpan['parent'],
  startMs: number,
): OpenSpan => ({ scope, about, parent, startMs, endMs: startMs, failed: false, id: null })

function closed(span: OpenSpan, traceId: string): Span {
  const { about, parent, startMs, endMs, failed } = span
  const parentId = typeof parent === 'object' && parent !== null ? idOf(parent) : parent
  return { ...about, traceId, spanId: idOf(span), parentId, startMs, endMs, failed }
}

function idOf(span: OpenSpan): string {
  span.id ??= randomHex(8)
  return span.id
}

function traceIdOf(scope: Scope): string {
  if (scope.joinedId !== null) return scope.joinedId
  scope.ownTraceId ??= randomHex(16)
  return scope.ownTraceId
}

function joinScope(scope: Scope | undefined, traceId: string): void {
  if (scope !== undefined) scope.joinedId ??= traceId
}

/** By the end of the id, which is random in ids of every kind, so that all processes agree. */
function isSampled(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(-8), 16) < ratio * 0x1_0000_0000
}

const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex')

/** W3C Trace Context, version 00. Whatever else came along is none, and no error. */
function parsed(traceparent: string): { traceId: string; spanId: string } | null {
  const [, traceId, spanId] =
    /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}$/.exec(traceparent) ?? []
  return traceId === undefined || spanId === undefined ? null : { traceId, spanId }
}
