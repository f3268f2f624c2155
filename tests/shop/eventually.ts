import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const EVERY_MS = 15
const WITHIN_MS = 30_000

/** Asks until the answer is something, and gives it; says what never came otherwise, as it was last. */
export async function eventually<Answer>(
  what: string | (() => string),
  ask: () => Promise<Answer | null | undefined | false> | Answer | null | undefined | false,
  withinMs = WITHIN_MS,
): Promise<Answer> {
  const endMs = performance.now() + withinMs
  for (;;) {
    const answer = await ask()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (performance.now() >= endMs) {
      const name = typeof what === 'string' ? what : what()
      assert.fail(`within ${withinMs} ms there was not: ${name}`)
    }
    await sleep(EVERY_MS)
  }
}
