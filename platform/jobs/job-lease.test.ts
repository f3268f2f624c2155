import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { someToys } from '#platform/database/a-toy.ts'
import { ConstraintViolated } from '#platform/database/database.ts'
import { silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { jobLeases } from './job-lease.ts'

const clock = virtualClock()
const toys = await someToys({ clock })
after(() => toys[Symbol.asyncDispose]())
const deps = { clock, log: silentLog, elapsedMs: clock.nowMs }
const { events } = await toys.open(toys.startThread())

/** Processes that share a database, and have a job of this name each. */
function processes(name: string, ...holders: readonly string[]) {
  const done: string[] = []
  let claims = 0
  const leases = {
    releaseLease: events.releaseLease,
    claimLease: (...asked: Parameters<typeof events.claimLease>) => {
      claims++
      return events.claimLease(...asked)
    },
  }
  const all = holders.map(holder => {
    const own = jobLeases({ ...deps, leases, holder })
    const run = async () => void done.push(holder)
    const job = own.alone({ name, everyMs: 100, run })
    return { run: job.run, close: () => own[Symbol.asyncDispose]() }
  })
  const [a, b] = all
  assert(a !== undefined && b !== undefined)
  return { a, b, done, claims: () => claims }
}

test('of all processes one does a job, for as long as it lives', async () => {
  const { a, b, done } = processes('first', 'a', 'b')
  for (let round = 0; round < 50; round++) {
    await a.run()
    await b.run()
    clock.advance(200)
  }
  assert.equal(done.length, 50)
  assert.deepEqual(new Set(done), new Set(['a']))
})

test('the job of one that died is done by another, six seconds later', async () => {
  const { a, b, done } = processes('second', 'a', 'b')
  await a.run()
  await b.run()
  clock.advance(5_999)
  await b.run()
  assert.deepEqual(done, ['a'])
  clock.advance(1_000)
  await b.run()
  assert.deepEqual(done, ['a', 'b'])
  await a.run()
  assert.deepEqual(done, ['a', 'b'], 'who stood still all that time does not go on')
})

test('the job of one that closed is done by another at its next turn', async () => {
  const { a, b, done } = processes('third', 'a', 'b')
  await a.run()
  await b.run()
  await a.close()
  clock.advance(1_000)
  await b.run()
  assert.deepEqual(done, ['a', 'b'])
})

test('a job that is due all the time asks the database now and then', async () => {
  const { a, b, claims } = processes('fourth', 'a', 'b')
  for (let round = 0; round < 100; round++) {
    await a.run()
    await b.run()
    clock.advance(100)
  }
  assert.equal(claims(), 5 + 10, 'five times who has it, ten times who waits for it')
})

test('one job is not another', async () => {
  const { a } = processes('fifth', 'a', 'b')
  const other = processes('sixth', 'a', 'b')
  await a.run()
  await other.b.run()
  assert.deepEqual(other.done, ['b'])
})

test('while the database cannot be asked the job fails; who loses a race just waits', async () => {
  const failing = (error: Error) => {
    const leases = { ...events, claimLease: () => Promise.reject(error) }
    const run = () => assert.fail('nobody said that it may run')
    return jobLeases({ ...deps, leases, holder: 'a' }).alone({ name: 'x', everyMs: 1, run })
  }
  await assert.rejects(failing(new Error('gone')).run(), /gone/)
  await failing(new ConstraintViolated('unique')).run()
})

test('a job that takes long keeps its lease to its end', async () => {
  const end = Promise.withResolvers<void>()
  const long = jobLeases({ ...deps, leases: events, holder: 'a' })
  const other = jobLeases({ ...deps, leases: events, holder: 'b' })
  const aJob = (run: () => Promise<void>) => ({ name: 'long', everyMs: 1, run })
  const running = long.alone(aJob(() => end.promise)).run()
  const meanwhile = other.alone(aJob(async () => assert.fail('it is under way elsewhere')))
  for (let second = 0; second < 10; second++) {
    await meanwhile.run()
    clock.advance(1_000)
    // The database answers from its thread.
    await events.readOutbox({ after: 0, limit: 1 })
    for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
  }
  end.resolve()
  await running
})
