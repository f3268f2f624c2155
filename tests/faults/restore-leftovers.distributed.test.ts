import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { Redis } from 'ioredis'
import type { RowDataPacket } from 'mysql2/promise'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { prepareTopics } from '#platform/events/kafka-topics.ts'
import { EVENTS_FILE, newBackupFolder, sealBackup } from '#run/backup-folder.ts'
import { databasesOf } from '#run/databases.ts'
import { serviceNames } from '#run/services.ts'
import { openRows } from '#tests/invariants/shop-rows-store.ts'
import { changeRows } from '#tests/shop/change-rows.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'

const databases = databasesOf(serviceNames)

/** The least that a schema of a backup has. */
const INBOX = {
  table: 'inbox',
  create: 'create table inbox (at_ms bigint)',
  columns: ['at_ms'],
  binary: [],
}

/** Of a process that ran when the backup was made. */
const HOLDER = ['4b0b5e52', 'print signing:print internal:print', 'http://shop.example', '1']
const HOLDERS = {
  table: 'key_holder',
  create: `create table key_holder (holder varchar(36) not null primary key, prints text not null,
    public_url varchar(1000) not null, seen_at_ms bigint not null)`,
  columns: ['holder', 'prints', 'public_url', 'seen_at_ms'],
  binary: [],
}

const linesOf = (...lines: readonly object[]) =>
  lines.map(line => `${JSON.stringify(line)}\n`).join('')

/** A backup of a shop of whom nobody has bought yet, and an empty place to bring it back to. */
async function aBackup({ stock = INBOX as object } = {}) {
  const place = await someDistributedPlace()
  const backup = newBackupFolder(join(place.folder, 'backup'))
  const names = [...databases.map(name => `${name}.jsonl`), EVENTS_FILE]
  for (const name of names) writeFileSync(join(backup, name), linesOf(INBOX))
  // It is brought back last.
  writeFileSync(join(backup, 'stock.jsonl'), linesOf(stock, HOLDERS, HOLDER))
  writeFileSync(join(backup, EVENTS_FILE), '')
  await sealBackup(backup, { profile: 'distributed', takenAtMs: 1_700_000_000_000, names })
  const { environment } = place
  const mysqlUrl = environment.DATABASE_URL ?? ''
  let backups = 0
  return {
    environment,
    mysqlUrl,
    prefix: new URL(mysqlUrl).pathname.slice(1),
    restore: (more: NodeJS.ProcessEnv = {}) =>
      runToEnd('run/restore.ts', { line: [backup], environment: { ...environment, ...more } }),
    backup: (more: NodeJS.ProcessEnv = {}) => {
      const to = join(place.folder, `backup-${++backups}`)
      return runToEnd('run/backup.ts', { line: [to], environment: { ...environment, ...more } })
    },
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  }
}

suite('a restore over MySQL', () => {
  test('is refused beside events of that shop, which would be taken for its own', async () => {
    await using shop = await aBackup()
    const brokers = [new URL(shop.environment.EVENTS_URL ?? '').host]
    await prepareTopics(brokers, [`${shop.prefix}.stock`])
    const { code, told } = await shop.restore()
    assert.equal(code, 73, told)
    assert.match(
      told,
      /Kafka has events of a shop already .*another prefix: DATABASE_URL=mysql:\/\/…\/\w+2, .* bin folder of Kafka: kafka-topics\.sh --bootstrap-server \S+ --delete/,
    )
  })

  test('is refused beside what Redis knew of that shop later', async () => {
    await using shop = await aBackup()
    const redis = new Redis(shop.environment.REDIS_URL ?? '')
    await redis.set(`${shop.prefix}:gate:{a}`, '1')
    const { code, told } = await shop.restore()
    await redis.del(`${shop.prefix}:gate:{a}`)
    redis.disconnect()
    assert.equal(code, 73, told)
    assert.match(told, /Redis knows of a shop already .*redis-cli --scan/)
  })

  test('is refused where the settings are of a shop in a folder', async () => {
    await using shop = await aBackup()
    const folder = `sqlite:${join(shop.prefix, 'data')}`
    const none = { REDIS_URL: '', EVENTS_URL: '' }
    const { code, told } = await shop.restore({ DATABASE_URL: folder, ...none })
    assert.equal(code, 78, told)
    assert.match(told, /This backup is of a shop over MySQL/)
  })

  test('and a backup say which right is missing; a backup waits for nobody who hangs, and copies nothing newer', async () => {
    await using shop = await aBackup()
    const connection = await connectTo(serverOf(shop.mysqlUrl, 'any'))
    const user = `${shop.prefix}_reader`
    await connection.query('create user ? identified by ?', [user, 'reads'])
    try {
      assert.equal((await shop.restore()).code, 0)
      for (const name of databases) {
        await changeRows(shop.environment, name, 'create table outbox (number integer)')
        await connection.query(`grant select on ${shop.prefix}_${name}.* to ?`, [user])
      }
      const asReader = new URL(shop.mysqlUrl)
      Object.assign(asReader, { username: user, password: 'reads' })
      const denied = await shop.backup({ DATABASE_URL: asReader.href })
      assert.equal(denied.code, 69, denied.told)
      assert.match(denied.told, /may not do what a backup needs .* LOCK TABLES among them/)

      await connection.query(`use ${shop.prefix}_orders`)
      await connection.query('start transaction')
      await connection.query('insert into outbox values (1)')
      const waited = await shop.backup()
      assert.equal(waited.code, 75, waited.told)
      assert.match(waited.told, /has not ended a transaction .* Try again/)

      await changeRows(shop.environment, 'stock', 'create table schema_version (version integer)')
      await changeRows(shop.environment, 'stock', 'insert into schema_version values (999)')
      const newer = await shop.backup()
      assert.equal(newer.code, 65, newer.told)
      assert.match(newer.told, /stock database has schema 999, .* Run the newer version/)
      for (const { told } of [denied, waited, newer]) assert.doesNotMatch(told, /\n +at /)
    } finally {
      await connection.query('rollback')
      await connection.query('drop user ?', [user])
      await connection.end()
    }
  })

  test('that cannot go on leaves nothing that passes for a shop', async () => {
    await using shop = await aBackup({ stock: { ...INBOX, create: 'create table' } })
    const { code } = await shop.restore()
    assert.notEqual(code, 0)
    const connection = await connectTo(serverOf(shop.mysqlUrl, 'any'))
    const [left] = await connection.query<RowDataPacket[]>('show schemas like ?', [
      `${shop.prefix.replaceAll('_', '\\_')}\\_%`,
    ])
    await connection.end()
    assert.deepEqual(left, [])
  })

  test('believes in no process of the shop that was copied', async () => {
    await using shop = await aBackup()
    assert.equal((await shop.restore()).code, 0)
    await using rows = await openRows(shop.mysqlUrl)
    assert.deepEqual(await rows.all('stock', 'select holder from key_holder'), [])
  })

  test('that was killed leaves a mark, by which no shop takes half for a whole', async () => {
    await using shop = await aBackup()
    assert.equal((await shop.restore()).code, 0)
    for (const name of databases) {
      await changeRows(shop.environment, name, 'create table restore_under_way (nothing integer)')
    }
    const asked = [await runToEnd('run/migrate.ts', { environment: shop.environment })]
    asked.push(await shop.backup())
    for (const { code, told } of asked) {
      assert.equal(code, 69, told)
      assert.match(told, /did not come to its end.* drop them, and restore it again/)
    }
  })
})
