import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { createConnection } from 'mysql2/promise'
import { openMysql } from '#platform/database/database.mysql.ts'
import type { Transaction } from '#platform/database/database.ts'
import {
  CommitUnknown,
  DatabaseUnavailable,
  DatabaseUnusable,
} from '#platform/database/database.ts'
import { aCuttingProxy } from '#platform/redis/a-cutting-proxy.ts'
import { stepInMysql } from '#run/shop-keys-mysql-store.ts'
import { readKnownKeys } from '#run/shop-keys-store.ts'
import { keepKindInMysql } from '#run/shop-kind-mysql-store.ts'
import * as simulator from '#services/payments/simulator-store.ts'
import { startMariadb } from '#tests/engines/mariadb-engine.ts'

const opened = new AsyncDisposableStack()
after(() => opened[Symbol.asyncDispose]())
const folder = opened.use(await mkdtempDisposable(join(tmpdir(), 'firstcome-primary-')))

/** A server with a user who may do nothing beside the shop: who may do all writes to a replica too. */
async function aServer(name: string) {
  const engine = await startMariadb(join(folder.path, name))
  opened.defer(() => engine.stop())
  const operator = await createConnection(new URL('/', engine.url).href)
  opened.defer(() => operator.end())
  await operator.query("create user shop@'%' identified by 'shop'")
  await operator.query("grant all on `firstcome\\_%`.* to shop@'%'")
  return {
    port: Number(new URL(engine.url).port),
    takeWrites: (does: boolean) => operator.query(`set global read_only = ${does ? 0 : 1}`),
  }
}

const one = await aServer('one')
const two = await aServer('two')
const name = { host: '127.0.0.1', port: one.port }
const proxy = opened.use(await aCuttingProxy(name, () => 'forward'))

const store = {
  ...simulator,
  writes: {
    ...simulator.writes,
    /** Sent together with its commit. */
    captureLater: (trx: Transaction<unknown>, paymentId: string) =>
      trx.sql.later(INSERT, [paymentId]),
  },
}
const INSERT = `insert into charge (payment_id, state, attempt, amount_minor, refunded_minor, due_at_ms)
 values (?, 'captured', 1, 100, 0, 0)`

const open = (port: number) =>
  openMysql({ url: `mysql://shop:shop@127.0.0.1:${port}/firstcome`, service: 'simulator', store })

const charge = (paymentId: string) => ({
  ...{ paymentId, attempt: 1, amountMinor: 100, outcome: 'captured' as const, delayMs: 0 },
})
const some = (word: string) => Array.from({ length: 20 }, (_, at) => `${word} ${at}`)

test('where the database becomes read-only, nothing is in doubt, and the new primary is asked as soon as the name leads to it', async () => {
  await using _ = await open(two.port)
  await using database = await open(proxy.port)
  const capture = (paymentId: string) => database.write.capture(charge(paymentId))
  const lookup = (paymentId: string) => database.read.lookup({ paymentId, attempt: 1 })
  // At once, so that many connections are open.
  await Promise.all(some('before').map(capture))
  await Promise.all(some('before').map(lookup))

  for (const [from, to] of [
    [one, two],
    [two, one],
  ] as const) {
    await to.takeWrites(true)
    await from.takeWrites(false)
    // Two are told to try again, of many that have connections to the wrong one.
    for (const ask of [capture, database.write.captureLater]) {
      await assert.rejects(ask(`at ${from.port}`), error => {
        assert.ok(error instanceof DatabaseUnavailable, String(error))
        return !(error instanceof CommitUnknown)
      })
    }
    await Promise.all(some('meanwhile').map(lookup))

    name.port = to.port
    const written = some(`at ${to.port}`)
    await Promise.all(written.map(capture))
    const found = await Promise.all(written.map(lookup))
    assert.deepEqual(new Set(found), new Set(['captured']), 'who reads asks the same one')
  }
})

test('a process that is given the address of a replica does not begin, and says why', async () => {
  const url = `mysql://shop:shop@127.0.0.1:${two.port}/firstcome`
  await two.takeWrites(true)
  await keepKindInMysql(url, false)
  await two.takeWrites(false)
  const begins = [
    async () => (await open(two.port))[Symbol.asyncDispose](),
    () => keepKindInMysql(`${url}_new`, false),
    () => stepInMysql({ mysqlUrl: url, alone: true }, readKnownKeys),
  ]
  for (const begin of begins) {
    await assert.rejects(begin, error => {
      assert.ok(error instanceof DatabaseUnusable, String(error))
      assert.match(
        error.message,
        /^The database at 127\.0\.0\.1:\d+ takes no writes.*DATABASE_URL\.$/,
      )
      return true
    })
  }
})
