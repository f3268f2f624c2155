import assert from 'node:assert/strict'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { sealedPlaces as memberPlaces } from '#services/members/member-sealed-places.ts'
import { sealedPlaces as mailPlaces } from '#services/notifications/sealed-mail.ts'
import { sealedPlaces as orderPlaces } from '#services/orders/order-sealed-places.ts'
import { storeModules } from './databases.ts'
import { openSqliteDatabases } from './embedded-engines.ts'

const placesByService = { members: memberPlaces, orders: orderPlaces, notifications: mailPlaces }

type Column = { readonly table: string; readonly column: string; readonly keyed: number }

function columnsOf(folder: string, service: string): Column[] {
  const file = new DatabaseSync(join(folder, `${service}.sqlite`), { readOnly: true })
  const columns = file
    .prepare(
      `select t.name as "table", c.name as "column", c.pk as keyed
       from sqlite_schema as t, pragma_table_info(t.name) as c where t.type = 'table'`,
    )
    .all() as Column[]
  file.close()
  return columns
}

test('keys rotate in every column that is sealed, by the key of its table', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-'))
  const keyring = keyringFromText(newKeyringText())
  {
    const options = { folder: folder.path, clock: virtualClock(), keyring }
    await using _opened = await openSqliteDatabases(options)
  }
  for (const service of Object.keys(storeModules)) {
    const columns = columnsOf(folder.path, service)
    const places = placesByService[service as keyof typeof placesByService] ?? []
    const sealed = columns.filter(({ column }) => /(^|_)sealed(_|$)/.test(column))
    const known = places.map(({ table, column }) => `${table}.${column}`)
    const forgotten = sealed.map(({ table, column }) => `${table}.${column}`)
    assert.deepEqual(
      forgotten.filter(name => !known.includes(name)),
      [],
      `${service} has sealed columns that rotate-keys does not know`,
    )
    for (const { table, key, column } of places) {
      const own = columns.filter(each => each.table === table)
      const primary = own.filter(({ keyed }) => keyed > 0).toSorted((a, b) => a.keyed - b.keyed)
      assert.deepEqual(
        primary.map(each => each.column),
        key,
        `the key of ${table}`,
      )
      assert(
        own.some(each => each.column === column),
        `${table}.${column}`,
      )
    }
  }
})
