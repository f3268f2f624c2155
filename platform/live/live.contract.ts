import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { systemClock } from '#platform/time/clock.ts'
import { until } from '#platform/time/until-under-test.ts'
import type { Live } from './live.ts'

type Opened = AsyncDisposable & {
  /** Two ends of the same: in one process, or in two. */
  readonly here: Live
  readonly there: Live
}

/** What every live fan-out must do. */
export function liveContract(name: string, open: () => Promise<Opened>): void {
  suite(`What moves: ${name}`, () => {
    test('who listens to a topic hears what is published on it, and on no other, until he stops', async () => {
      await using opened = await open()
      const live = opened.here
      const heard: unknown[] = []
      assert.equal(live.hasListeners('a'), false)
      const stopOne = live.subscribe('a', message => heard.push(['one', message]))
      const stopOther = live.subscribe('a', message => heard.push(['other', message]))
      live.publish('a', 1)
      live.publish('b', 2)
      stopOne()
      live.publish('a', 3)
      assert.equal(live.hasListeners('a'), true)
      stopOther()
      stopOther()
      live.publish('a', 4)
      assert.equal(live.hasListeners('a'), false)
      assert.deepEqual(heard, [
        ['one', 1],
        ['other', 1],
        ['other', 3],
      ])
    })

    test('who stops while he is told, or begins, disturbs nobody', async () => {
      await using opened = await open()
      const live = opened.here
      const heard: string[] = []
      const stop = live.subscribe('a', () => {
        heard.push('first')
        stop()
        if (heard.length < 5) live.subscribe('b', () => heard.push('b'))
      })
      live.subscribe('a', () => heard.push('second'))
      live.publish('a', null)
      live.publish('a', null)
      live.publish('b', null)
      assert.deepEqual(heard, ['first', 'second', 'second', 'b'])
    })

    test('what is published here is heard there, once, in its order, until nobody listens', async () => {
      await using opened = await open()
      const { here, there } = opened
      const heard: unknown[] = []
      const stop = there.subscribe('drop:1', message => heard.push(message))
      await until(() => here.hasListeners('drop:1'))
      here.publish('drop:2', 'another')
      for (const remaining of [3, 2, 1]) here.publish('drop:1', { remaining })
      await until(() => heard.length >= 3)
      assert.deepEqual(heard, [{ remaining: 3 }, { remaining: 2 }, { remaining: 1 }] as unknown[])
      stop()
      await until(() => !here.hasListeners('drop:1'))
      here.publish('drop:1', 'to nobody')
      here.subscribe('drop:1', message => heard.push(message))
      here.publish('drop:1', 'here')
      await until(() => heard.length >= 4)
      assert.deepEqual(heard.slice(3), ['here'])
    })

    test('nobody is told that he missed something when he did not', async () => {
      await using opened = await open()
      const stop = opened.there.onMissed(() => assert.fail('nothing was missed'))
      opened.here.publish('a', 1)
      await systemClock.wait(20)
      stop()
    })
  })
}
