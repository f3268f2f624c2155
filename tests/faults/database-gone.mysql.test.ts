import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { openMysql } from '#platform/database/database.mysql.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { type DatabaseWatch, databaseWatch } from '#platform/database/database-watch.ts'
import { mysqlTime } from '#platform/database/mysql-time.ts'
import { systemClock } from '#platform/time/clock.ts'
import * as store from '#services/payments/simulator-store.ts'
import { startMariadb } from '#tests/engines/mariadb-engine.ts'
import { eventually } from '#tests/shop/eventually.ts'

// A server of one's own: the others' may not be hurt.
const folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-gone-'))
const engine = await startMariadb(folder.path)
after(async () => {
  await engine.stop()
  await folder[Symbol.asyncDispose]()
})

const patienceMs = 1_500
const open = () => openMysql({ url: engine.url, service: 'simulator', store, patienceMs })
const charge = (paymentId: string) => ({
  ...{ paymentId, attempt: 1, amountMinor: 100, outcome: 'captured' as const, delayMs: 0 },
})

/** Enough to know that it is used, before the fault and after it. */
const SOME = 10
/** Beyond it a question is lost, not slow. */
const LOST_MS = 30_000

/** What was asked for, and how it ended: written or refused, none of them never. */
async function askWhile(
  { write }: Awaited<ReturnType<typeof open>>,
  word: string,
  fault: () => Promise<void>,
) {
  const written: string[] = []
  const refused: unknown[] = []
  let isOver = false
  async function buyer(name: string): Promise<void> {
    for (let at = 0; !isOver; at++) {
      const paymentId = `${word}-${name}-${at}`
      const askedMs = performance.now()
      try {
        await write.capture(charge(paymentId))
        written.push(paymentId)
      } catch (error) {
        refused.push(error)
      }
      const tookMs = performance.now() - askedMs
      assert.ok(tookMs < LOST_MS, `${paymentId} waited for ${tookMs} ms`)
    }
  }
  async function happen(): Promise<void> {
    try {
      await eventually('captures before it', () => written.length >= SOME)
      await fault()
      const before = written.length
      await eventually('captures after it', () => written.length >= before + SOME, LOST_MS)
    } finally {
      isOver = true
    }
  }
  await Promise.all([...['a', 'b', 'c', 'd'].map(buyer), happen()])
  return { written, refused }
}

const some = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))

const faults: Record<string, (watch: DatabaseWatch) => Promise<void>> = {
  'killed with −9 and started again': async () => {
    await engine.kill()
    await some(500)
    await engine.restart()
  },
  'asked to end and started again': () => engine.restart(),
  'standing still for two seconds': async watch => {
    engine.pause()
    await some(2_000)
    await eventually('a word that it is silent', () => watch.silent().length > 0)
    engine.resume()
  },
}

for (const [at, [fault, how]] of Object.entries(faults).entries()) {
  test(`a server ${fault} loses nothing that was acknowledged, and is used again by itself`, async () => {
    await using database = await open()
    await database.write.capture(charge(`before ${at}`))
    // Ten seconds are one.
    using watch = databaseWatch({
      databases: [database],
      elapsedMs: () => performance.now() * 10,
      wait: (ms, signal) => systemClock.wait(ms / 10, signal),
    })
    const { written, refused } = await askWhile(database, `n${at}`, () => how(watch))
    for (const error of refused) assert.ok(error instanceof DatabaseUnavailable, String(error))
    const found = await Promise.all(
      written.map(paymentId => database.read.lookup({ paymentId, attempt: 1 })),
    )
    assert.deepEqual(new Set(found), new Set(['captured']))
    await database.write.capture(charge(`after ${at}`))
    await eventually('a word that it answers', () => watch.silent().length === 0)
  })
}

test('who asks a server for its time gives up where it stands still, and may ask anew', async () => {
  const time = await mysqlTime(engine.url)
  await time.ask()
  let isGivenUp = false
  async function askUntilGivenUp(): Promise<void> {
    // A signal takes its time: the first question may still be answered.
    while (!isGivenUp) {
      await time.ask().catch(() => {
        isGivenUp = true
      })
    }
    await time[Symbol.asyncDispose]()
  }
  engine.pause()
  try {
    void askUntilGivenUp()
    await eventually('a question given up', () => isGivenUp, LOST_MS)
  } finally {
    engine.resume()
  }
  // A server that has just been woken may be slow, which is silence too.
  async function askAnew(): Promise<number> {
    await using again = await mysqlTime(engine.url)
    return await again.ask()
  }
  const nowMs = await eventually('an answer again', () => askAnew().catch(() => null), LOST_MS)
  assert.ok(Math.abs(nowMs - Date.now()) < LOST_MS)
})

test('a server that takes few connections makes nobody fail', async () => {
  const most = async (connections: number) => {
    const connection = await createConnection(engine.url.replace(/\/\w+$/, ''))
    await connection.query(`set global max_connections = ${connections}`)
    await connection.end()
  }
  await most(10)
  try {
    await using one = await open()
    await using other = await open()
    const asked = Array.from({ length: 200 }, (_, at) =>
      (at % 2 === 0 ? one : other).write.capture(charge(`few ${at}`)),
    )
    assert.equal((await Promise.all(asked)).length, 200)
  } finally {
    await most(1_000)
  }
})
