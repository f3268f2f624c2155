import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { until } from '#platform/time/until-under-test.ts'
import type { RateLimits } from './rate-limit.ts'

type Opened = AsyncDisposable & {
  /** Two ends of the same: in one process, or in two. */
  readonly here: RateLimits
  readonly there: RateLimits
}

/** What every rate limit must do. */
export function rateLimitContract(name: string, open: () => Promise<Opened>): void {
  suite(`Rates: ${name}`, () => {
    test('a burst goes at once, then whoever waits as long as he is told', async () => {
      await using opened = await open()
      const limit = opened.here('a', { perSecond: 10, burst: 3 })
      assert.deepEqual([limit.take('x'), limit.take('x'), limit.take('x')], [0, 0, 0])
      const waitMs = limit.take('x')
      assert.ok(waitMs > 0 && waitMs <= 100, `${waitMs} ms`)
      assert.ok(limit.waitMs('x') > 0)
      assert.equal(limit.take('y'), 0, 'another has a bucket of its own')
      await until(() => limit.waitMs('x') === 0)
      assert.equal(limit.take('x'), 0)
    })

    test('what was taken here is soon not to be had there, under the same name only', async () => {
      await using opened = await open()
      const rate = { perSecond: 0.1, burst: 4 }
      const here = opened.here('a', rate)
      const there = opened.there('a', rate)
      const other = opened.there('b', rate)
      for (const _ of [1, 2, 3]) assert.equal(here.take('x'), 0)
      // One that it takes itself is how it hears of the others.
      assert.equal(there.take('x'), 0)
      await until(() => there.waitMs('x') > 0)
      assert.ok(there.take('x') > 0)
      assert.equal(other.take('x'), 0)
    })
  })
}
