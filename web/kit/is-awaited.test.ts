import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAwaited } from './is-awaited.ts'

Object.defineProperty(globalThis, 'innerHeight', { value: 844 })

const aPicture = (top: number, complete: boolean) => ({
  complete,
  getBoundingClientRect: () => ({ top, bottom: top + 180 }) as DOMRect,
})

test('what one came for is waited for: pictures that are seen, and not those below', () => {
  const awaited = [aPicture(300, false), aPicture(300, true), aPicture(843, false)].map(isAwaited)
  assert.deepEqual(awaited, [true, false, true])
  const unseen = [aPicture(844, false), aPicture(2_000, false), aPicture(-180, false)]
  assert.deepEqual(unseen.map(isAwaited), [false, false, false])
})
