import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { systemClock } from '#platform/time/clock.ts'
import { rateLimitContract } from './rate-limit.contract.ts'
import { addressKey, type Rate, rateLimit } from './rate-limit.ts'

rateLimitContract('in one process', async () => {
  const limits = new Map<string, ReturnType<typeof rateLimit>>()
  const limitOf = (name: string, rate: Rate) => {
    const limit = limits.get(name) ?? rateLimit(rate, systemClock.nowMs)
    limits.set(name, limit)
    return limit
  }
  return { here: limitOf, there: limitOf, [Symbol.asyncDispose]: async () => undefined }
})

test('a burst goes at once, then only as many as the rate allows', () => {
  let nowMs = 1_000
  const limit = rateLimit({ perSecond: 10, burst: 3 }, () => nowMs)
  assert.deepEqual(
    [1, 2, 3, 4].map(() => limit.take('a')),
    [0, 0, 0, 100],
  )
  assert.equal(limit.waitMs('a'), 100)
  nowMs += 99
  assert.equal(limit.take('a'), 1)
  nowMs += 1
  assert.deepEqual([limit.take('a'), limit.take('a')], [0, 100])
  assert.equal(limit.take('b'), 0, 'another has a bucket of its own')
})

test('whatever the times, nobody gets more than the rate, and patience is always rewarded', () => {
  const rate = { perSecond: 5, burst: 4 }
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 }), pausesMs => {
      let nowMs = 0
      const limit = rateLimit(rate, () => nowMs, 1)
      const takenAtMs: number[] = []
      for (const pauseMs of pausesMs) {
        nowMs += pauseMs
        const waitMs = limit.take('a')
        if (waitMs === 0) takenAtMs.push(nowMs)
        else {
          nowMs += waitMs
          assert.equal(limit.take('a'), 0)
          takenAtMs.push(nowMs)
        }
      }
      for (const [index, fromMs] of takenAtMs.entries()) {
        const within = takenAtMs.slice(index).filter(atMs => atMs < fromMs + 1_000)
        assert.ok(within.length <= rate.burst + rate.perSecond, `${within.length} in a second`)
      }
    }),
  )
})

test('ever new names do not fill the memory, and a clock set back locks nobody out', () => {
  let nowMs = 1e6
  const limit = rateLimit({ perSecond: 1, burst: 1 }, () => nowMs, 100)
  for (let name = 0; name < 100_000; name++) limit.take(`name ${name}`)
  limit.take('a')
  assert.ok(limit.take('a') > 0)
  nowMs = 0
  assert.equal(limit.take('a'), 0)
})

test('an address is counted as one, a network of IPv6 too', () => {
  assert.equal(addressKey('::ffff:203.0.113.9'), '203.0.113.9')
  assert.equal(addressKey('203.0.113.9'), '203.0.113.9')
  const network = ['2001:db8:1:2::1', '2001:db8:1:2:ffff:eeee:dddd:cccc', '2001:db8:1:2::']
  for (const address of network) assert.equal(addressKey(address), '2001:db8:1:2::/64')
  assert.equal(addressKey('2001:db8::1'), '2001:db8:0:0::/64')
  assert.equal(addressKey('::1'), '0:0:0:0::/64')
})

test('what others took counts, never more than a whole burst, and never gives anything back', () => {
  let nowMs = 0
  const limit = rateLimit({ perSecond: 10, burst: 3 }, () => nowMs)
  limit.raise('a', 200)
  assert.deepEqual([limit.take('a'), limit.take('a')], [0, 100])
  limit.raise('a', 10)
  assert.equal(limit.take('a'), 100)
  limit.raise('b', 1e9)
  assert.equal(limit.take('b'), 100)
  nowMs += 100
  assert.equal(limit.take('b'), 0)
})
