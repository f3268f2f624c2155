import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { type Job, runJobs } from './jobs.ts'

/** A job that tells when it began and ended, and ends when it is let. */
function aJob(name: string, everyMs = 100) {
  const told: string[] = []
  const running: (() => void)[] = []
  let fails = false
  const job: Job = {
    name,
    everyMs,
    async run() {
      told.push('begins')
      await new Promise<void>(end => running.push(end))
      told.push('ends')
      if (fails) throw new Error('it broke')
    },
  }
  return {
    job,
    told,
    runs: () => told.filter(each => each === 'begins').length,
    failFromNow: () => {
      fails = true
    },
    workFromNow: () => {
      fails = false
    },
    async end() {
      running.shift()?.()
      await turns()
    },
  }
}

const turns = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate)
}

function someJobs(...jobs: readonly Job[]) {
  const clock = virtualClock(0)
  const complaints: unknown[] = []
  const reliefs: unknown[] = []
  const log: Log = Object.assign(Object.create(silentLog), {
    warn: (fields: unknown) => complaints.push(fields),
    info: (fields: unknown) => reliefs.push(fields),
  })
  const running = runJobs({ clock, log }, jobs)
  const advance = async (ms: number) => {
    clock.advance(ms)
    await turns()
  }
  return { running, complaints, reliefs, advance }
}

test('a job runs at once and then at its pace, counted from the end of its last run', async () => {
  const slow = aJob('slow')
  const { running, advance } = someJobs(slow.job)
  assert.equal(slow.runs(), 1)
  await advance(1_000)
  assert.equal(slow.runs(), 1, 'one run never overlaps the next')
  await slow.end()
  await advance(99)
  assert.equal(slow.runs(), 1)
  await advance(1)
  assert.equal(slow.runs(), 2)
  await slow.end()
  await running[Symbol.asyncDispose]()
})

test('a job that fails says so once a minute, runs again, keeps no other, and says when it works', async () => {
  const [bad, good] = [aJob('bad'), aJob('good')]
  bad.failFromNow()
  const { running, complaints, reliefs, advance } = someJobs(bad.job, good.job)
  const round = async (ms: number) => {
    await bad.end()
    await good.end()
    await advance(ms)
  }
  for (const times of [1, 2, 3]) {
    await round(100)
    assert.deepEqual([bad.runs(), good.runs(), complaints.length], [times + 1, times + 1, 1])
  }
  await round(60_000)
  assert.equal(complaints.length, 1)
  await round(100)
  assert.deepEqual([complaints.length, reliefs.length], [2, 0])
  bad.workFromNow()
  await round(100)
  await round(100)
  assert.deepEqual([complaints.length, reliefs], [2, [{ job: 'bad' }]])
  await bad.end()
  await good.end()
  await running[Symbol.asyncDispose]()
})

test('a job that meets a full disk does not say so again, where the operator was told', async () => {
  const full = new DatabaseUnavailable('database or disk is full')
  const job: Job = { name: 'full', everyMs: 100, run: () => Promise.reject(full) }
  const { running, complaints, advance } = someJobs(job)
  await advance(100)
  const before = complaints.length
  assert.ok(before > 0)
  full.wasTold = true
  for (const _ of [1, 2, 3]) await advance(100_000)
  assert.equal(complaints.length, before)
  await running[Symbol.asyncDispose]()
})

test('woken it runs at once; woken while it runs, once more after it', async () => {
  const { job, runs, end } = aJob('mail')
  const { running, advance } = someJobs(job)
  await end()
  running.wake('mail')
  await advance(0)
  assert.equal(runs(), 2)
  running.wake('mail')
  running.wake('mail')
  await advance(0)
  assert.equal(runs(), 2, 'not beside itself')
  await end()
  assert.equal(runs(), 3)
  await end()
  await advance(99)
  assert.equal(runs(), 3)
  running.wake('nobody')
  await running[Symbol.asyncDispose]()
})

test('stopping waits for what runs, and nothing begins after it', async () => {
  const { job, told, end } = aJob('last')
  const { running, advance } = someJobs(job)
  let hasStopped = false
  const stopping = running[Symbol.asyncDispose]().then(() => {
    hasStopped = true
  })
  await turns()
  assert.equal(hasStopped, false)
  await end()
  await stopping
  await advance(1_000)
  assert.deepEqual(told, ['begins', 'ends'])
})
