import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import { dropsToShow } from './drops-to-show.ts'

const aDrop = (dropId: string, state: Drop['state']) => ({ dropId, state }) as Drop

test('each drop is shown once, what can be had first; what has ended is not', () => {
  const open = [aDrop('a', 'sold_out'), aDrop('b', 'ended'), aDrop('c', 'open')]
  const upcoming = [aDrop('c', 'upcoming'), aDrop('d', 'upcoming'), aDrop('a', 'sold_out')]
  assert.deepEqual(
    dropsToShow(open, upcoming).map(({ dropId, state }) => `${dropId} ${state}`),
    ['c open', 'a sold_out', 'd upcoming'],
  )
})
