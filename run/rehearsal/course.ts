import { setTimeout as sleep } from 'node:timers/promises'
import type { BuyerPlan } from './plan-buyers.ts'
import type { Answer, Question, ShopClient } from './shop-client.ts'

/** What all buyers of a rehearsal share. */
export type Course = {
  readonly client: ShopClient
  readonly dropId: string
  readonly sinceOpeningMs: () => number
  /** Nobody waits any longer. */
  readonly isOver: () => boolean
  /** Two answers to one key, where the second was not the first. */
  readonly differs: (key: string) => void
}

export type Walker = { readonly at: number; readonly plan: BuyerPlan; readonly token: string }

/** How often a buyer asks the same again before giving up, and after how long a person does. */
export const TRIES = 40
export const PERSON_EVERY_MS = 300

/** It may be another answer in a moment. */
export const isLater = ({ status, code }: Answer): boolean =>
  status === 503 || status === 429 || code === 'drop_not_open' || status === 500

export async function until({ sinceOpeningMs }: Course, atMs: number): Promise<void> {
  const leftMs = atMs - sinceOpeningMs()
  if (leftMs > 0) await sleep(leftMs)
}

/** Asks again where nobody answered, or was asked to, with the same key. */
export async function askUntilAnswered(
  { client }: Pick<Course, 'client'>,
  request: `${string} /${string}`,
  question: Question,
): Promise<Answer | null> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const answer = await client.ask(request, question)
    if (answer !== null && !isLater(answer)) return answer
    await sleep(Math.min(answer?.retryAfterMs || PERSON_EVERY_MS, 2_000))
  }
  return null
}
