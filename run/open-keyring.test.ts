import assert from 'node:assert/strict'
import { existsSync, mkdtempDisposableSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { newKeyringText } from '#platform/security/keyring.ts'
import { CannotGoOn, sentenceFor } from './cannot-go-on.ts'
import { openKeyring } from './open-keyring.ts'

/** A data folder in which these files lie. */
function aFolder(...names: readonly string[]) {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  for (const name of names) writeFileSync(join(folder.path, name), '')
  return {
    keys: join(folder.path, 'keys.json'),
    open: (keys: NodeJS.ProcessEnv = {}) =>
      openKeyring(readConfig({ DATABASE_URL: `sqlite:${folder.path}`, ...keys })),
    [Symbol.dispose]: () => folder.remove(),
  }
}

test('a shop whose keys are lost is refused, and no others are made up; with keys set it opens', async () => {
  using shop = aFolder('stock.sqlite', 'members.sqlite')
  await assert.rejects(shop.open(), error => {
    assert.ok(error instanceof CannotGoOn, String(error))
    assert.match(error.message, /bring keys\.json back there from the backup, or set SIGNING_KEYS/)
    assert.equal(error.exitCode, 78)
    return true
  })
  assert.ok(!existsSync(shop.keys))
  const text = newKeyringText()
  await shop.open({
    SIGNING_KEYS: text.signingKeys,
    ENCRYPTION_KEYS: text.encryptionKeys,
    INDEX_KEY: text.indexKey,
    INTERNAL_KEY: text.internalKey,
  })
  assert.ok(!existsSync(shop.keys))
})

test('a start that broke off before there were keys is begun again', async () => {
  using shop = aFolder('lock.sqlite', 'stock.sqlite')
  const [made, read] = [await shop.open(), await shop.open()]
  assert.deepEqual(made.indexKey, read.indexKey)
})

test('keys that are damaged are told in a sentence', async () => {
  using shop = aFolder()
  writeFileSync(shop.keys, '{"signingKeys": "cut')
  const error = await shop.open().catch((thrown: unknown) => thrown)
  const told = sentenceFor(error)
  assert.match(told?.message ?? '', /keys\.json is damaged\. .* Restore it from a backup/)
  assert.equal(told?.exitCode, 78)
})
