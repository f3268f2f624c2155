import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '#platform/measures/log.ts'
import { databaseClock } from './database-clock.ts'

/** A database whose clock is told, and a process whose own time is told too. */
async function aFollower({ everyMs = 1_000_000 } = {}) {
  const times = { database: 1_800_000_000_000, elapsed: 50, answerTakes: 0, fails: false }
  let questions = 0
  const ask = async () => {
    questions += 1
    times.elapsed += times.answerTakes
    if (times.fails) throw new Error('gone')
    return times.database
  }
  const elapsedMs = () => times.elapsed
  const clock = await databaseClock({ ask, log: silentLog, elapsedMs, everyMs })
  return { times, clock, questions: () => questions }
}

test('a process follows the time of the database, whatever its own clock says', async () => {
  const { times, clock } = await aFollower()
  await using _ = clock
  assert.equal(clock.nowMs(), 1_800_000_000_000)
  times.elapsed += 1_234
  assert.equal(clock.nowMs(), 1_800_000_001_234)
})

test('it corrects itself, never backwards, and goes on alone while nobody answers', async () => {
  const { times, clock, questions } = await aFollower({ everyMs: 1 })
  await using _ = clock
  const asked = async (more: number) => {
    const until = questions() + more
    while (questions() < until) await new Promise(setImmediate)
  }
  times.database += 300_000
  await asked(6)
  assert.equal(clock.nowMs(), 1_800_000_300_000)
  times.database -= 10_000
  await asked(6)
  assert.equal(clock.nowMs(), 1_800_000_300_000, 'it waits for the other')
  times.elapsed += 10_500
  times.fails = true
  await asked(3)
  assert.equal(clock.nowMs(), 1_800_000_300_500)
})
