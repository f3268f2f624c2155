import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSharedClock, systemClock } from './clock.ts'
import { virtualClock } from './virtual-clock.ts'

const turn = () => new Promise(setImmediate)

test('it stands still until it is moved, in every thread that reads it', () => {
  const clock = virtualClock(1_000)
  const elsewhere = readSharedClock(clock.shared)
  assert.deepEqual([clock.nowMs(), elsewhere()], [1_000, 1_000])
  clock.advance(5)
  clock.advance(0.0)
  assert.deepEqual([clock.nowMs(), elsewhere()], [1_005, 1_005])
  clock.set(700)
  assert.deepEqual([clock.nowMs(), elsewhere()], [700, 700])
})

test('who waits wakes when his time has come, in the order of their times', async () => {
  const clock = virtualClock(0)
  const woken: string[] = []
  const wait = (name: string, ms: number) => clock.wait(ms).then(() => woken.push(name))
  const all = [wait('c', 30), wait('a', 10), wait('b', 20), wait('late', 31)]
  clock.advance(9)
  await turn()
  assert.deepEqual(woken, [])
  clock.advance(21)
  await turn()
  assert.deepEqual(woken, ['a', 'b', 'c'])
  clock.advance(1)
  await Promise.all(all)
  assert.deepEqual(woken, ['a', 'b', 'c', 'late'])
})

test('who waits for nothing, or was called off, does not wait', async () => {
  for (const clock of [virtualClock(0), systemClock]) {
    await clock.wait(0)
    const off = new AbortController()
    const waiting = clock.wait(1e6, off.signal)
    off.abort()
    await waiting
    await clock.wait(1e6, off.signal)
  }
})

test('the system’s clock is the same in every thread, and its waits take their time', async () => {
  assert.ok(Math.abs(readSharedClock(systemClock.shared)() - systemClock.nowMs()) < 1_000)
  const from = performance.now()
  await systemClock.wait(20)
  assert.ok(performance.now() - from >= 19)
})
