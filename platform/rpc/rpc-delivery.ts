import type { CallContext, Operation } from '#contracts/operation.ts'
import { Problem, problems, type Refusal } from '#contracts/problems.ts'
import type { Choose } from './rpc-balance.ts'
import type { Exchanged } from './rpc-exchange.ts'
import type { FrameKind } from './rpc-frames.ts'
import type { Peer } from './rpc-peer.ts'
import type { Peers } from './rpc-peers.ts'
import { addressUntil } from './rpc-until.ts'

/** A call that waits for its answer. */
export type Line = {
  readonly call: { readonly input: unknown; readonly context: CallContext }
  readonly answer: (answer: unknown) => void
  readonly fail: (error: Error) => void
  /** Told the trace that the call turned out to belong to. */
  readonly join?: ((traceId: string) => void) | undefined
  isAnswered: boolean
}

export type Delivery = {
  readonly peers: Peers
  readonly service: string
  readonly operation: Operation
  /** `/rpc/<service>/<operation>` */
  readonly path: string
  /** The shop's time. */
  readonly nowMs: () => number
  readonly timeoutMs: number
  /** How often it is tried where nobody knows what became of it: once, unless it may be repeated. */
  readonly attempts: number
  /** What a shopper is told to wait while nobody answers. */
  readonly retryAfterMs: number
  readonly onRepeat?: (calls: number) => void
}

/**
 * Brings calls of one operation to an instance in one message. What was not begun goes to another
 * one; what was lost does so only if it may be repeated. Every line is answered or fails.
 */
export async function deliver(
  delivery: Delivery,
  lines: readonly Line[],
  choose: Choose,
): Promise<void> {
  try {
    const last = await bring(delivery, lines, choose)
    if (lines.every(line => line.isAnswered)) return
    failRest(lines, unreachable(delivery, last))
  } catch (cause) {
    failRest(lines, new Error('a call could not be written as a message', { cause }))
  }
}

function failRest(lines: readonly Line[], error: Error): void {
  for (const line of lines) if (!line.isAnswered) line.fail(error)
}

/** Gives what came of the last message; null where nobody could be asked. */
async function bring(
  delivery: Delivery,
  lines: readonly Line[],
  choose: Choose,
): Promise<Exchanged | null> {
  const { peers, path, timeoutMs, nowMs } = delivery
  const avoided = new Set<string>()
  let attemptsLeft = delivery.attempts
  let pending = lines
  let last: Exchanged | null = null
  let peer = choose(peers.willing(avoided))

  while (peer !== undefined) {
    const asked = pending
    last = await peer.send({
      path: addressUntil(path, nowMs() + timeoutMs),
      timeoutMs,
      body: Buffer.from(JSON.stringify(asked.map(line => line.call))),
      onFrame: (index, kind, text) => settle(delivery, asked[index], kind, text),
    })
    pending = asked.filter(line => !line.isAnswered)
    if (pending.length === 0) break
    if (last.outcome !== 'not_begun' && --attemptsLeft <= 0) break
    avoided.add(peer.id)
    peer = choose(peers.willing(avoided)) ?? again(peer, last)
    if (peer !== undefined) delivery.onRepeat?.(pending.length)
  }
  return last
}

/** A connection that broke, such as an idle one that was just closed, may be made again at once. */
function again(peer: Peer, { outcome }: Exchanged): Peer | undefined {
  return outcome === 'lost' && peer.breaker.state === 'closed' ? peer : undefined
}

function settle(
  { operation }: Delivery,
  line: Line | undefined,
  kind: FrameKind,
  text: string,
): void {
  if (line === undefined || line.isAnswered) throw new Error('an answer to nothing that was asked')
  if (kind === 't') {
    line.join?.(text)
    return
  }
  const answer: unknown = kind === 'a' && operation.text ? text : JSON.parse(text)
  line.isAnswered = true
  if (kind === 'p') line.fail(problemOf(answer as Refusal))
  else line.answer(answer)
}

/** What was thrown there is thrown here. A newer process may know codes that this one does not. */
function problemOf({ refused, details }: Refusal): Problem {
  return new Problem(refused in problems ? refused : 'internal', details)
}

function unreachable({ service, retryAfterMs }: Delivery, last: Exchanged | null): Problem {
  const why = last === null ? 'no instance can be asked' : last.outcome
  const told = last !== null && 'cause' in last ? { cause: last.cause } : undefined
  const retryAfterSeconds = Math.ceil(retryAfterMs / 1_000)
  const cause = new Error(`${service}: ${why}`, told)
  return new Problem('try_again', { retryAfterSeconds }, { cause })
}
