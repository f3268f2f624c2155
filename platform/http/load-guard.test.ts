import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadGuard } from './load-guard.ts'

test('as many as allowed are in flight, and one who is done makes room', () => {
  using guard = loadGuard({ maxInFlight: 2, maxDelayMs: 10_000 })
  guard.begin()
  assert.equal(guard.overloaded(), false)
  guard.begin()
  assert.equal(guard.overloaded(), true)
  guard.end()
  assert.deepEqual([guard.overloaded(), guard.inFlight()], [false, 1])
})

test('one long pause is no overload', async () => {
  using guard = loadGuard({ maxInFlight: 10, maxDelayMs: 60 })
  const busyUntilMs = performance.now() + 700
  while (performance.now() < busyUntilMs);
  const lateness = async () => {
    while (guard.delayMs() === 0) await sleep(1)
    return guard.overloaded()
  }
  assert.equal(await lateness(), false)
})

test('an event loop that is late for long is overloaded, and not any more when it has caught up', async () => {
  using guard = loadGuard({ maxInFlight: 10, maxDelayMs: 60 })
  for (let turn = 0; turn < 10 && !guard.overloaded(); turn++) {
    const busyUntilMs = performance.now() + 400
    while (performance.now() < busyUntilMs);
    await sleep(1)
  }
  assert.equal(guard.overloaded(), true)
  for (let turn = 0; turn < 100 && guard.overloaded(); turn++) await sleep(50)
  assert.equal(guard.overloaded(), false)
})
