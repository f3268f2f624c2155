import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Static } from 'typebox'
import type { Drop } from '#contracts/drops.ts'
import type { Reserved } from '#contracts/stock.ts'
import type { Cluster } from '#tests/shop/a-cluster.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { HttpAnswer, HttpClient, Token } from '#tests/shop/http-client.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'

export type Member = Token & { readonly memberId: string }

/** What became of a buyer, who asked until somebody answered. */
export type Outcome = {
  readonly member: Member
  readonly key: string
  readonly answer: HttpAnswer
  readonly reserved: Static<typeof Reserved> | null
  /** Until it was known who has a unit. */
  readonly waitedMs: number
  /** What paying came to; null for who did not pay. */
  readonly paid: string | null
}

export type Rush = {
  readonly drop: Drop
  readonly outcomes: readonly Outcome[]
  /** How often each answer was seen, those that asked to come again included. */
  readonly seen: ReadonlyMap<string, number>
}

/** Longer than a buyer waits for an answer before asking again with the same key. */
const PATIENCE_MS = 15_000
const ASK_AGAIN_MS = 1_000
const GIVES_UP_MS = 90_000

/** So many members who may buy, made beside the running shop. */
export async function aCrowd(cluster: Cluster, count: number): Promise<readonly Member[]> {
  const out = join(cluster.folder, `crowd-${randomUUID()}.jsonl`)
  const line = ['--members', String(count), '--out', out]
  const { environment } = cluster
  const { code, told } = await runToEnd('run/crowd.ts', { line, environment })
  if (code !== 0) throw new Error(told)
  const lines = readFileSync(out, 'utf8').trim().split('\n')
  return lines.map(text => JSON.parse(text) as Member)
}

/** A drop of a shop that has just been broken, and is whole again. */
export async function aDropOf(cluster: Cluster, units: number): Promise<Drop> {
  await cluster.whole()
  return eventually(
    'a drop',
    async () => {
      try {
        return await cluster.makeDrop({ units })
      } catch (error) {
        if (error instanceof assert.AssertionError && error.actual === 503) return null
        throw error
      }
    },
    30_000,
  )
}

type Course = {
  /** They come one after the other within this time. */
  readonly overMs: number
  /** Begins when some have come. Until it has ended, those who are done ask again and again. */
  readonly happens?: () => Promise<unknown>
}

/**
 * Everybody wants one unit of the drop; each asks with one key until there is an answer, and every
 * other one who has a unit pays for it.
 */
export async function rush(
  cluster: Cluster,
  drop: Drop,
  crowd: readonly Member[],
  { overMs, happens = async () => undefined }: Course,
): Promise<Rush> {
  const seen = new Map<string, number>()
  const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)
  const buyer = aBuyer(cluster, drop, note)
  let isOver = false

  async function come(member: Member, at: number): Promise<Outcome> {
    await sleep((overMs * at) / crowd.length)
    let outcome = await buyer.buy(member, { pays: at % 2 === 0 })
    while (!isOver) {
      outcome = await buyer.askAgain(outcome)
      await sleep(ASK_AGAIN_MS)
    }
    return outcome
  }

  async function happen(): Promise<void> {
    try {
      await sleep(overMs / 6)
      await happens()
    } finally {
      isOver = true
    }
  }

  const [outcomes] = await Promise.all([Promise.all(crowd.map(come)), happen()])
  return { drop, outcomes, seen }
}

/** Does what a buyer does, at any door, until it is answered. */
function aBuyer(cluster: Cluster, { dropId }: Drop, note: (what: string) => void) {
  const ask = (...request: Parameters<HttpClient>) =>
    answered(() => cluster.atAnyDoor(...request), note)
  const press = (as: Member, key: string) =>
    ask(`POST /api/drops/${dropId}/reservations`, { as, key, body: { quantity: 1 } })

  async function pay(as: Member, { orderId }: Static<typeof Reserved>): Promise<string> {
    const [enterKey, payKey] = [randomUUID(), randomUUID()]
    const body = { orderId, method: 'card' }
    const entered = await ask('POST /api/payments', { as, key: enterKey, body })
    const { paymentId } = entered.body as { paymentId?: string }
    if (paymentId === undefined) return `${entered.status} ${entered.text}`
    for (;;) {
      const confirmed = await ask(`POST /api/payments/${paymentId}/confirmation`, {
        ...{ as, key: payKey, body: { providerKey: 'sim_capture' } },
      })
      const { state } = confirmed.body as { state?: string }
      if (state !== 'pending') return state ?? `${confirmed.status} ${confirmed.text}`
      await sleep(200)
    }
  }

  return {
    async buy(member: Member, { pays }: { readonly pays: boolean }): Promise<Outcome> {
      const key = randomUUID()
      const fromMs = performance.now()
      const answer = await press(member, key)
      const waitedMs = performance.now() - fromMs
      const reserved = answer.status === 201 ? (answer.body as Static<typeof Reserved>) : null
      const paid = pays && reserved !== null ? await pay(member, reserved) : null
      return { member, key, answer, reserved, waitedMs, paid }
    },
    /**
     * An accepted key has its answer still, word for word; and there is an order. One that was
     * refused left no trace, and may get what came back since.
     */
    async askAgain(outcome: Outcome): Promise<Outcome> {
      const { member, key, answer, reserved } = outcome
      const again = await press(member, key)
      if (reserved === null) {
        if (again.status !== 201) return outcome
        return { ...outcome, answer: again, reserved: again.body as Static<typeof Reserved> }
      }
      assert.deepEqual([again.status, again.text], [201, answer.text])
      await ask(`GET /api/orders/${reserved.orderId}`, { as: member })
      return outcome
    },
  }
}

/** Asks again where nobody answered, or where that is what was said. */
async function answered(
  request: () => Promise<HttpAnswer>,
  note: (what: string) => void,
): Promise<HttpAnswer> {
  const endMs = performance.now() + GIVES_UP_MS
  let last = 'nothing'
  while (performance.now() < endMs) {
    const outcome = await Promise.race([
      request().catch((error: Error) => error),
      sleep(PATIENCE_MS, 'no answer' as const, { ref: false }),
    ])
    if (outcome === 'no answer' || outcome instanceof Error) {
      last = outcome instanceof Error ? wordOf(outcome) : outcome
      note(last)
    } else {
      last = `${outcome.status} ${outcome.code ?? ''}`.trim()
      note(last)
      if (outcome.status !== 503) return outcome
    }
    await sleep(50 + Math.random() * 150)
  }
  throw new Error(`in ${GIVES_UP_MS} ms nobody answered, at last: ${last}`)
}

const wordOf = (error: Error): string =>
  `no answer: ${(error.cause as { code?: string } | undefined)?.code ?? error.message}`
