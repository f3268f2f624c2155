import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Clock } from '#platform/time/clock.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { answerDeadline } from './answer-deadline.ts'

const never = new Promise<string>(() => undefined)

test('a clock that is set back an hour keeps nobody waiting for the provider', async () => {
  const time = virtualClock()
  let setByMs = 0
  const clock: Clock = { ...time, nowMs: () => time.nowMs() + setByMs }
  const answer = answerDeadline(clock, 1_000)(never, 'late')
  setByMs = -3_600_000
  await pass(time, 1_000)
  assert.equal(await Promise.race([answer, 'still waiting']), 'late')
})

test('each is given up in its own time, never later and hardly sooner', async () => {
  const time = virtualClock()
  const within = answerDeadline(time, 1_000)
  const gaveUpAfterMs: Promise<number>[] = []
  for (const pauseMs of [0, 5, 7, 300, 1, 9, 40]) {
    await pass(time, pauseMs)
    const askedAtMs = time.nowMs()
    gaveUpAfterMs.push(within(never, 'late').then(() => time.nowMs() - askedAtMs))
  }
  await pass(time, 1_000)
  for (const waitedMs of await Promise.all(gaveUpAfterMs)) {
    assert.ok(waitedMs <= 1_000 && waitedMs >= 990, `gave up after ${waitedMs} ms`)
  }
})

test('an answer in time is given, a fault is passed on, and nothing is waited for then', async () => {
  const time = virtualClock()
  const waits = new Set<AbortSignal | undefined>()
  async function wait(ms: number, signal?: AbortSignal): Promise<void> {
    waits.add(signal)
    await time.wait(ms, signal)
    waits.delete(signal)
  }
  const within = answerDeadline({ wait }, 1_000)
  assert.equal(await within(Promise.resolve('captured'), 'late'), 'captured')
  await assert.rejects(within(Promise.reject(new Error('no answer')), 'late'), /no answer/)
  await pass(time, 10)
  assert.equal(waits.size, 0)
})

/** Lets so many milliseconds pass one by one, and whoever waits for each go on. */
async function pass(time: VirtualClock, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed++) {
    time.advance(1)
    await new Promise(setImmediate)
  }
}
