import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'

/** Names as OpenTelemetry's semantic conventions have them. */
export type SpanKind = 'internal' | 'server' | 'client' | 'consumer'

export type SpanAbout = {
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

type Scope = { readonly ownTraceId: string; joinedId: string | null; readonly spans: Recorded[] }
type Recorded = Omit<Span, 'traceId'>
type Running = { readonly scope: Scope; readonly spanId: string }

type Deps = {
  /** Milliseconds since 1970; a trace is of the real world, whatever time the shop has. */
  readonly nowMs: () => number
  /** Told the spans of the traces that are sampled. */
  readonly onSpans: (spans: readonly Span[]) => void
  /** Of all traces, the share that is recorded: the same ones in each process. */
  readonly ratio: number
}

const running = new AsyncLocalStorage<Running>()

/** The trace of what runs now, for logs; null where nothing is traced. */
export function currentTraceId(): string | null {
  const scope = running.getStore()?.scope
  return scope === undefined ? null : (scope.joinedId ?? scope.ownTraceId)
}

export function startTracing({ nowMs, onSpans, ratio }: Deps): Tracing {
  function handOn({ ownTraceId, joinedId, spans }: Scope): void {
    const traceId = joinedId ?? ownTraceId
    if (isSampled(traceId, ratio)) onSpans(spans.map(span => ({ ...span, traceId })))
  }

  return {
    async span(about, work, came) {
      const outer = running.getStore()
      const parent = outer === undefined ? parsed(came) : null
      const ownTraceId = parent?.traceId ?? randomHex(16)
      const scope = outer?.scope ?? { ownTraceId, joinedId: null, spans: [] }
      const spanId = randomHex(8)
      const startMs = nowMs()
      let failed = true
      try {
        const answer = await running.run({ scope, spanId }, work)
        failed = false
        return answer
      } finally {
        const parentId = outer?.spanId ?? parent?.spanId ?? null
        scope.spans.push({ ...about, spanId, parentId, startMs, endMs: nowMs(), failed })
        if (outer === undefined) handOn(scope)
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
      const span = { ...about, spanId: randomHex(8), parentId: null, failed: false }
      onSpans([{ ...span, traceId, startMs: endMs - tookMs, endMs }])
    },
    current() {
      const now = running.getStore()
      if (now === undefined) return null
      return `00-${now.scope.joinedId ?? now.scope.ownTraceId}-${now.spanId}-01`
    },
    joined: () => running.getStore()?.scope.joinedId ?? null,
  }
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
function parsed(traceparent: string | undefined): { traceId: string; spanId: string } | null {
  const [, traceId, spanId] =
    /^00-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-[\da-f]{2}$/.exec(traceparent ?? '') ?? []
  return traceId === undefined || spanId === undefined ? null : { traceId, spanId }
}
