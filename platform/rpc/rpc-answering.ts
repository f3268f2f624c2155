import type { ServerResponse } from 'node:http'
import type { CallContext, Operation } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { Translate } from '#platform/http/thrown-problem.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import { jsonOf } from './json-of.ts'
import { type CallInMessage, type FrameKind, frame, MAX_CALLS } from './rpc-frames.ts'

/** One operation, as a message from another process asks for it. */
export type Called = {
  readonly operation: Operation
  readonly call: (input: unknown, context: CallContext) => Promise<unknown>
  /** For the log. */
  readonly where: string
}

type Deps = {
  readonly called: Called
  readonly translate: Translate
  readonly response: ServerResponse
  /** The headers of an answer, in turn names and values. */
  readonly headers: readonly string[]
  readonly tracing?: Tracing | null | undefined
}

/** The calls of a message, whose sender waits until then; null where it is none. */
export function readCalls(
  body: Buffer,
  { untilMs }: Pick<CallContext, 'untilMs'>,
): readonly CallInMessage[] | null {
  let calls: unknown
  try {
    calls = JSON.parse(body.toString())
  } catch {
    return null
  }
  if (!Array.isArray(calls) || calls.length === 0 || calls.length > MAX_CALLS) return null
  if (!calls.every(isCall)) return null
  if (untilMs !== undefined) {
    for (const { context } of calls) Object.assign(context, { untilMs })
  }
  return calls
}

function isCall(call: unknown): call is CallInMessage {
  if (typeof call !== 'object' || call === null || !('input' in call)) return false
  const { context } = call as { readonly context?: unknown }
  return typeof context === 'object' && context !== null && 'caller' in context
}

/**
 * Makes all calls of a message at once, and writes each answer when it is there; those of one turn
 * of the event loop go together. Resolves when everything is written.
 */
export function answerMessage(deps: Deps, calls: readonly CallInMessage[]): Promise<void> {
  const { response, headers } = deps
  const { promise, resolve } = Promise.withResolvers<void>()
  let gathered = ''
  let unanswered = calls.length
  let willFlush = false

  function add(text: string): void {
    gathered += text
    unanswered--
    if (unanswered === 0) finish()
    else if (!willFlush) {
      willFlush = true
      setImmediate(flush)
    }
  }

  function flush(): void {
    willFlush = false
    if (unanswered === 0) return
    if (!response.headersSent) response.writeHead(200, [...headers])
    response.write(gathered)
    gathered = ''
  }

  function finish(): void {
    if (response.headersSent) response.end(gathered)
    else {
      const bytes = Buffer.from(gathered)
      response.writeHead(200, [...headers, 'content-length', String(bytes.length)])
      response.end(bytes)
    }
    resolve()
  }

  for (const [index, call] of calls.entries()) {
    const { tracing } = deps
    const answered = tracing ? tracedAnswer(tracing, deps, call) : answerOf(deps, call)
    void answered.then(([kind, text, traceId = null]) => {
      const joined = traceId === null ? '' : frame(index, 't', traceId)
      add(joined + frame(index, kind, text))
    })
  }
  return promise
}

type Answered = readonly [FrameKind, string, traceId?: string | null]

/** Who came with a trace is told to which one the call turned out to belong. */
async function tracedAnswer(tracing: Tracing, deps: Deps, call: CallInMessage): Promise<Answered> {
  const { trace } = call.context
  if (trace === undefined) return answerOf(deps, call)
  const about = { name: deps.called.where, kind: 'server' as const }
  return tracing.span(
    about,
    async () => [...(await answerOf(deps, call)), tracing.joined()] as unknown as Answered,
    trace,
  )
}

/** Never rejects: what is thrown is told as a problem, and nothing of why. */
async function answerOf(
  { called, translate }: Deps,
  { input, context }: CallInMessage,
): Promise<readonly [FrameKind, string]> {
  try {
    const answer = await called.call(input, context)
    if (isRefusal(answer)) return ['r', JSON.stringify(answer)]
    return ['a', String(jsonOf(called.operation, answer))]
  } catch (error) {
    return ['p', JSON.stringify(translate(error, called.where))]
  }
}
