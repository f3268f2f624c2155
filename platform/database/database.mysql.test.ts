import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { engineUrl } from '#platform/an-engine.ts'
import { aCuttingProxy, type Fate } from '#platform/redis/a-cutting-proxy.ts'
import * as tillStore from './a-till-store.ts'
import * as toyStore from './a-toy-store.ts'
import { databaseContract } from './database.contract.ts'
import { openMysql } from './database.mysql.ts'
import { CommitUnknown, DatabaseUnavailable, DatabaseUnusable, type Store } from './database.ts'
import { databaseSqlContract } from './database-sql.contract.ts'
import { someMysqlDatabases } from './databases-under-test.ts'
import { connectTo, serverOf } from './mysql-server.ts'

databaseContract('MySQL', someMysqlDatabases)
databaseSqlContract('MySQL', someMysqlDatabases)

/** A schema of one's own, at another address where one is named. It goes with the test. */
async function aSchema({ port }: { port?: number } = {}) {
  const own = new URL(`/t_${randomBytes(6).toString('hex')}`, engineUrl('mysql'))
  const url = new URL(own)
  if (port !== undefined) url.port = `${port}`
  const opened = new AsyncDisposableStack()

  async function query(service: string, ...texts: string[]) {
    const server = serverOf(`${own}`, service)
    const connection = await connectTo(server)
    await connection.query(`use ${server.schema}`)
    let rows: unknown
    for (const text of texts) [rows] = await connection.query(text)
    await connection.end()
    return rows as Record<string, unknown>[]
  }

  return {
    url: `${url}`,
    query,
    async open<S extends Store>(service: string, store: S, more = {}) {
      const options = { url: `${url}`, service, store, connections: 3, patienceMs: 1_000, ...more }
      return opened.use(await openMysql<S>(options))
    },
    async [Symbol.asyncDispose]() {
      await opened.disposeAsync()
      for (const service of ['toy', 'till']) {
        const server = serverOf(`${own}`, service)
        const connection = await connectTo(server)
        await connection.query(`drop schema if exists ${server.schema}`)
        await connection.end()
      }
    },
  }
}

suite('Opening a schema', () => {
  test('ten processes may start at once: one makes it, and all work on it', async () => {
    await using schema = await aSchema()
    const databases = await Promise.all(
      Array.from({ length: 10 }, () => schema.open('toy', toyStore)),
    )
    await Promise.all(databases.map((each, at) => each.write.write({ id: `n${at}` })))
    assert.equal((await databases[0]?.read.list(null))?.length, 10)
  })

  test('what died half way through a step goes on there, and does nothing twice', async () => {
    await using schema = await aSchema()
    const forgetTheEnd = 'delete from schema_version where version = 1'
    for (const progress of ['statement = 0, begun = 1', 'statement = 1, begun = 0']) {
      await (await schema.open('till', tillStore))[Symbol.asyncDispose]()
      const place = `update schema_progress set ${progress} where version = 1`
      await schema.query('till', 'delete from account', forgetTheEnd, place)
      const till = await schema.open('till', tillStore)
      assert.deepEqual(
        (await till.read.list({ limit: 9 })).map(({ accountId }) => accountId),
        ['the first one'],
      )
    }
  })

  test('a table that somebody else put there is refused, not taken for ours', async () => {
    await using schema = await aSchema()
    await schema.open('till', { ...tillStore, migrations: [] })
    await schema.query('till', 'create table account (mine integer)')
    await assert.rejects(schema.open('till', tillStore), /already exists/)
    await assert.rejects(schema.open('till', tillStore), /already exists/)
  })

  test('what keeps it from opening is told in a sentence, without the password', async () => {
    const url = new URL(engineUrl('mysql'))
    url.password = 'not-the-password'
    const unreachable = 'mysql://somebody:secret-word@127.0.0.1:1/shop'
    const sentences = {
      [`${url}`]: /127\.0\.0\.1:\d+ refuses the user "firstcome" or its password/,
      [unreachable]: /127\.0\.0\.1:1 cannot be reached \(ECONNREFUSED\)\. Start it/,
      'mysql://127.0.0.1:1/not%20a%20name': /cannot begin the name of a schema/,
      'postgres://127.0.0.1:1/shop': /is no address of a MySQL server/,
    }
    for (const [wrong, sentence] of Object.entries(sentences)) {
      await assert.rejects(
        openMysql({ url: wrong, service: 'toy', store: toyStore }),
        (error: Error) => {
          assert.ok(error instanceof DatabaseUnusable, error.message)
          assert.match(error.message, sentence)
          assert.doesNotMatch(error.message, /not-the-password|secret-word/)
          return true
        },
      )
    }
  })

  test('a user who may not make the schema is told which it is', async () => {
    await using schema = await aSchema()
    await schema.open('toy', toyStore)
    const user = `guest_${randomBytes(4).toString('hex')}`
    await schema.query('toy', `create user '${user}'@'%' identified by 'guest'`)
    const url = new URL(schema.url)
    url.username = user
    url.password = 'guest'
    const opening = openMysql({ url: `${url}`, service: 'till', store: tillStore })
    await assert.rejects(opening, /may not make or use the schema t_\w+_till\. Make it, and grant/)
    await schema.query('toy', `drop user '${user}'@'%'`)
  })
})

suite('A schema that is open', () => {
  test('has one time for a transaction, the server’s', async () => {
    await using databases = await someMysqlDatabases()
    const till = await databases.open<typeof tillStore>(
      'till',
      import.meta.resolve('./a-till-store.ts'),
    )
    const [first = 0, second] = await till.read.nowTwice(null)
    assert.equal(first, second)
    assert.ok(Number.isInteger(first) && Math.abs(first - Date.now()) < 60_000, `${first}`)
  })

  test('is closed when what it was asked for is done', async () => {
    await using schema = await aSchema()
    const database = await schema.open('toy', toyStore)
    const asked = ['a', 'b', 'c', 'd', 'e'].map(id => database.write.write({ id }))
    await database[Symbol.asyncDispose]()
    assert.deepEqual(await Promise.all(asked), ['a', 'b', 'c', 'd', 'e'])
  })

  test('waits for who holds a row, but not for ever, and goes on when it is let go', async () => {
    await using schema = await aSchema()
    const till = await schema.open('till', tillStore)
    const pay = () => till.write.pay([{ to: 'the first one', amount: 1 }])
    const server = serverOf(schema.url, 'till')
    const holder = await connectTo(server)
    const hold = `update ${server.schema}.account set balance = balance + 10`
    await holder.query('start transaction')
    await holder.query(hold)
    await assert.rejects(pay(), DatabaseUnavailable)
    const waiting = pay()
    await sleep(100)
    await holder.query('commit')
    assert.deepEqual(await waiting, [1])
    await holder.end()
    assert.equal((await till.read.list({ limit: 1 }))[0]?.balance, 18)
  })
})

suite('A connection that is cut', () => {
  /** A toy database whose connections are cut at the first packet with that text. */
  async function cutAt(text: string, fate: Fate) {
    const stack = new AsyncDisposableStack()
    let cuts = 0
    const { hostname: host, port } = new URL(engineUrl('mysql'))
    const proxy = stack.use(
      await aCuttingProxy({ host, port: Number(port) }, packet => {
        if (!isArmed || cuts > 0 || !packet.includes(text)) return 'forward'
        cuts += 1
        return fate
      }),
    )
    let isArmed = false
    const schema = stack.use(await aSchema({ port: proxy.port }))
    const database = await schema.open('toy', toyStore)
    await database.write.write({ id: 'before' })
    isArmed = true
    return {
      ...{ database, cuts: () => cuts },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  }

  for (const fate of ['lose', 'lose_answer'] as const) {
    test(`before the commit is repeated, and nobody notices (${fate})`, async () => {
      await using cut = await cutAt('insert into note', fate)
      assert.equal(await cut.database.write.write({ id: 'a' }), 'a')
      assert.equal(cut.cuts(), 1)
      assert.deepEqual(await cut.database.read.list(null), ['before', 'a'])
    })

    test(`at the commit is told as unknown, and not repeated (${fate})`, async () => {
      await using cut = await cutAt('commit', fate)
      let heard = 0
      cut.database.events.onAnnounced(() => {
        heard += 1
      })
      await assert.rejects(cut.database.write.write({ id: 'a', announces: 1 }), CommitUnknown)
      assert.equal(cut.cuts(), 1)
      const written = fate === 'lose' ? [] : ['a']
      assert.deepEqual(await cut.database.read.list(null), ['before', ...written])
      assert.equal(heard, 1, 'whoever brings events on looks whether there is one')
    })
  }

  test('in the middle of a read is repeated', async () => {
    await using cut = await cutAt('select note_id', 'lose')
    assert.deepEqual(await cut.database.read.list(null), ['before'])
    assert.equal(cut.cuts(), 1)
  })
})
