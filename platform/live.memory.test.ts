import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLive } from './live.memory.ts'

test('who listens to a topic hears what is published on it, and on no other, until he stops', () => {
  const live = memoryLive()
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

test('who stops while he is told, or begins, disturbs nobody', () => {
  const live = memoryLive()
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
