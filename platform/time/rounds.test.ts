import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { rounds } from './rounds.ts'
import { virtualClock } from './virtual-clock.ts'

test('what is done in rounds goes on after a failure, and is told when it begins and ends', async () => {
  const clock = virtualClock()
  const said: string[] = []
  const log = {
    ...silentLog,
    warn: () => said.push('failing'),
    info: () => said.push('well'),
  } as unknown as Log
  let done = 0
  let fails = false
  const going = rounds({ clock, log }, { name: 'a test', everyMs: 100 }, async () => {
    done++
    if (fails) throw new Error('not now')
  })
  const pass = async (times: number) => {
    for (let i = 0; i < times; i++) {
      clock.advance(100)
      await turn()
    }
  }
  await going.first
  assert.equal(done, 1)
  await pass(2)
  fails = true
  await pass(3)
  assert.deepEqual([done, said], [6, ['failing']])
  fails = false
  await pass(2)
  assert.deepEqual([done, said], [8, ['failing', 'well']])
  await going[Symbol.asyncDispose]()
  await pass(3)
  assert.equal(done, 8)
})

test('what fails at first does not keep anybody from beginning', async () => {
  await using going = rounds(
    { clock: virtualClock(), log: silentLog },
    { name: 'a test', everyMs: 100 },
    async () => {
      throw new Error('not yet')
    },
  )
  await going.first
})
