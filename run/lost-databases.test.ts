import assert from 'node:assert/strict'
import { existsSync, mkdtempDisposableSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { openOneSqlite, openSqliteDatabases } from './embedded-engines.ts'
import { keepShopKind } from './shop-kind.ts'

/** A data folder, and a shop that is opened and closed in it. */
function aFolder() {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const keyring = keyringFromText(newKeyringText())
  const options = { folder: folder.path, clock: virtualClock(), keyring }
  const begin = () => keepShopKind(readConfig({ DATABASE_URL: `sqlite:${folder.path}` }))
  return {
    file: (name: string) => join(folder.path, name),
    begin,
    async open() {
      await begin()
      await using _ = await openSqliteDatabases(options)
    },
    async openMembers() {
      await begin()
      await using _ = await openOneSqlite('members', options)
    },
    [Symbol.dispose]: () => folder.remove(),
  }
}

const hasLost = (name: string) => (error: unknown) => {
  assert.ok(error instanceof CannotGoOn, String(error))
  assert.match(error.message, new RegExp(`has lost ${name}, .* from a backup: npm run restore`))
  assert.equal(error.exitCode, 69)
  return true
}

test('a shop that has lost one of its databases is not opened with an empty one', async () => {
  using shop = aFolder()
  await shop.open()
  await shop.open()
  truncateSync(shop.file('payments.sqlite'))
  await assert.rejects(shop.open(), hasLost('payments\\.sqlite'))
  rmSync(shop.file('orders.sqlite'))
  await assert.rejects(shop.open(), hasLost('orders\\.sqlite, payments\\.sqlite'))
  rmSync(shop.file('stock.sqlite'))
  await assert.rejects(shop.open(), hasLost('stock\\.sqlite'))
  assert.ok(!existsSync(shop.file('stock.sqlite')), 'none is made')
})

test('a folder with a crowd alone, or whose first start broke off, becomes a shop', async () => {
  using shop = aFolder()
  await shop.begin()
  await shop.openMembers()
  await shop.open()
  rmSync(shop.file('members.sqlite'))
  await assert.rejects(shop.openMembers(), hasLost('members\\.sqlite'))
})
