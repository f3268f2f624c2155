import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import mysql, { type PoolConnection } from 'mysql2'
import { engineUrl } from '#platform/an-engine.ts'
import { mysqlSession } from './mysql-session.ts'

/** A session over a connection that keeps what it sent, a text for each journey. */
async function aSession() {
  const uri = new URL(engineUrl('mysql'))
  uri.pathname = '/'
  const connection = mysql.createConnection({ uri: uri.href, multipleStatements: true })
  await once(connection, 'connect')
  const schema = `journeys_${randomUUID().slice(0, 8)}`
  const journeys: string[] = []
  const told = new Proxy(connection, {
    get(target, name) {
      const value = Reflect.get(target, name)
      if (name !== 'query' && name !== 'execute') return value
      return (text: string, ...rest: unknown[]) => {
        journeys.push(text)
        return value.call(target, text, ...rest)
      }
    },
  }) as unknown as PoolConnection
  const options = { nowMs: undefined, settings: null }
  const session = mysqlSession(told, options)
  const begin = () => session.begin(performance.now() + 30_000)
  begin()
  await session.send(`create database ${schema}`)
  await session.send(`use ${schema}`)
  await session.send('create table page (number int primary key, seal varbinary(9))')
  session.end()
  begin()
  journeys.length = 0
  return {
    ...{ session, journeys, begin },
    trx: session.trx,
    sql: session.trx.sql,
    async [Symbol.asyncDispose]() {
      await session.send(`drop database ${schema}`)
      session.end()
      connection.end()
      await once(connection, 'end')
    },
  }
}

const COUNT = 'select count(*) as count from page'
const INSERT = 'insert into page (number) values (?)'

suite('The journeys of a connection', () => {
  test('carry in one what is asked for in one breath, in order, and each gets its own answer', async () => {
    await using shop = await aSession()
    const { sql, trx, journeys } = shop
    const [before, inserted, after, nowMs] = await Promise.all([
      sql.all(COUNT),
      sql.run(INSERT, 7),
      sql.all(COUNT),
      trx.nowMs(),
    ])
    assert.deepEqual([before, inserted, after], [[{ count: 0 }], 1, [{ count: 1 }]])
    assert(Number.isSafeInteger(nowMs))
    assert.equal(journeys.length, 1)
  })

  test('prepare what travels alone, and take along what nobody waits for', async () => {
    await using shop = await aSession()
    const { sql, journeys } = shop
    assert.equal(await sql.run(INSERT, 1), 1)
    await sql.later(INSERT, [2], [3])
    assert.deepEqual(await sql.all(COUNT), [{ count: 3 }])
    assert.deepEqual(journeys, [INSERT, `insert into page (number) values (2), (3);\n${COUNT}`])
  })

  test('keep the order of what is waited for and what is not', async () => {
    await using shop = await aSession()
    const { sql } = shop
    const pageOne = 'update page set seal = ? where number = 1'
    const [, , [row]] = await Promise.all([
      sql.run(INSERT, 1),
      sql.later(pageOne, ['later']),
      sql.all<{ seal: Uint8Array }>('select seal from page'),
    ])
    assert.equal(String.fromCharCode(...(row?.seal ?? [])), 'later')
  })

  test('take nothing along to a rollback', async () => {
    await using shop = await aSession()
    const { session, sql, journeys, begin } = shop
    await sql.later(INSERT, [1], [1])
    await session.send('rollback')
    assert.deepEqual(journeys, ['rollback'])
    await assert.rejects(sql.run(INSERT, 1), /after its transaction was over/)
    await assert.rejects(sql.later(INSERT, [1]), /after its transaction was over/)
    session.end()
    begin()
    assert.deepEqual(await sql.all(COUNT), [{ count: 0 }])
  })

  test('are one at a time: what is asked for meanwhile goes together in the next', async () => {
    await using shop = await aSession()
    const { sql, journeys } = shop
    const first = sql.run(INSERT, 1)
    await Promise.resolve()
    await Promise.resolve()
    assert.equal(journeys.length, 1, 'it is under way')
    const later = [sql.run(INSERT, 2), sql.runEach(INSERT, [[3], [4]]), sql.all(COUNT)]
    assert.deepEqual(await Promise.all([first, ...later]), [1, 1, [1, 1], [{ count: 4 }]])
    assert.equal(journeys.length, 2)
  })

  test('fail for all who are on them, and not for those after', async () => {
    await using shop = await aSession()
    const { sql } = shop
    await sql.run(INSERT, 1)
    const ended = await Promise.allSettled([sql.run(INSERT, 1), sql.run(INSERT, 2)])
    assert.deepEqual(
      ended.map(each => each.status === 'rejected' && each.reason.name),
      ['ConstraintViolated', 'ConstraintViolated'],
    )
    assert.equal(await sql.run(INSERT, 3), 1)
  })

  test('bring bytes as plain ones, alone and together', async () => {
    await using shop = await aSession()
    const { sql } = shop
    const seal = new Uint8Array([0, 39, 92, 255])
    await sql.run('insert into page (number, seal) values (?, ?)', 1, seal)
    const read = () => sql.all<{ seal: Uint8Array }>('select seal from page')
    const found = [await read(), ...(await Promise.all([read(), read()]))].flat()
    for (const { seal: brought } of found) {
      assert.equal(brought.constructor, Uint8Array)
      assert.deepEqual(brought, seal)
    }
    assert.equal(found.length, 3)
  })
})
