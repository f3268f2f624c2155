import assert from 'node:assert/strict'
import { systemClock } from './clock.ts'

const EVERY_MS = 3
/** Only so that what never comes is told: a busy machine may take seconds for what takes one of its own. */
const PATIENCE_MS = 30_000

/** For tests: waits, by the real time, until it is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS
  while (!(await isSo())) {
    assert.ok(performance.now() < endMs, 'it was never so')
    await systemClock.wait(EVERY_MS)
  }
}
