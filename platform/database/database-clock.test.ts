import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '#platform/measures/log.ts'
import { databaseClock, type TimeSource } from './database-clock.ts'

/** A database whose clock is told, and a process whose own time is told too. */
async function aFollower({ everyMs = 1_000_000 } = {}) {
  const times = {
    ...{ database: 1_800_000_000_000, other: 0, primary: 'database' as 'database' | 'other' },
    ...{ elapsed: 50, answerTakes: 0, fails: false },
  }
  let questions = 0
  let connections = 0
  async function connect(): Promise<TimeSource> {
    const { primary } = times
    connections += 1
    return {
      async ask() {
        questions += 1
        times.elapsed += times.answerTakes
        if (times.fails) throw new Error('gone')
        return times[primary]
      },
      async [Symbol.asyncDispose]() {
        connections -= 1
      },
    }
  }
  const elapsedMs = () => times.elapsed
  const clock = await databaseClock({ connect, log: silentLog, elapsedMs, everyMs })
  const asked = async (more: number) => {
    const until = questions + more
    while (questions < until) await new Promise(setImmediate)
  }
  return { times, clock, asked, connections: () => connections }
}

test('a process follows the time of the database, whatever its own clock says', async () => {
  const { times, clock } = await aFollower()
  await using _ = clock
  assert.equal(clock.nowMs(), 1_800_000_000_000)
  times.elapsed += 1_234
  assert.equal(clock.nowMs(), 1_800_000_001_234)
})

test('it corrects itself, never backwards, and goes on alone while nobody answers', async () => {
  const { times, clock, asked } = await aFollower({ everyMs: 1 })
  await using _ = clock
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

test('where the primary moves, the clock of the new one is followed, and no connection to the old one stays', async () => {
  const { times, clock, asked, connections } = await aFollower({ everyMs: 1 })
  await using _ = clock
  times.other = times.database + 60_000
  times.primary = 'other'
  await asked(6)
  assert.equal(clock.nowMs(), times.other)
  assert.ok(connections() <= 1, `${connections()} connections are open`)
})
