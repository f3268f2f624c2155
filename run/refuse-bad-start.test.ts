import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdtempDisposableSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { newKeyringText } from '#platform/security/keyring.ts'
import { sentenceFor } from './cannot-go-on.ts'
import type { ShopPart } from './services.ts'
import { openShop } from './wiring.ts'

type Start = {
  readonly settings: NodeJS.ProcessEnv
  readonly parts?: readonly ShopPart[]
  readonly code: number
  readonly says: RegExp
}

async function refused({ settings, parts, code, says }: Start): Promise<void> {
  const ports = { HTTP_PORT: '0', PRIVATE_PORT: '0', LOG_LEVEL: 'error' }
  const opening = openShop(readConfig({ ...ports, ...settings }), parts && { parts })
  const told = sentenceFor(await opening.catch((error: unknown) => error))
  assert.match(told?.message ?? 'a defect', says)
  assert.equal(told?.exitCode, code)
}

test('what is wrong with a start is said before a folder, a database or a key is made', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const dataFolder = join(folder.path, 'data')
  const DATABASE_URL = `sqlite:${dataFolder}`
  await using busy = createServer()
  await once(busy.listen(0), 'listening')
  const taken = String((busy.address() as AddressInfo).port)
  const half = /There is no admin yet\. Set both ADMIN_EMAIL and ADMIN_PASSWORD/
  const starts: readonly Omit<Start, 'parts'>[] = [
    { settings: { HTTP_PORT: taken }, code: 69, says: /Port \d+ is taken\. .* set HTTP_PORT/ },
    { settings: { ADMIN_EMAIL: 'chief@shop.example' }, code: 78, says: half },
    { settings: { ADMIN_PASSWORD: 'Chief-of-the-shop-2026!' }, code: 78, says: half },
    {
      settings: { ADMIN_EMAIL: 'admin@localhost', ADMIN_PASSWORD: 'Chief-of-the-shop-2026!' },
      ...{ code: 78, says: /ADMIN_EMAIL: "admin@localhost" is no address that mails reach/ },
    },
  ]
  for (const { settings, ...expected } of starts) {
    await refused({ settings: { DATABASE_URL, ...settings }, ...expected })
    assert.ok(!existsSync(dataFolder), JSON.stringify(settings))
  }
})

test('DISCOVERY_URL that is missing, lacks a service, or names what is none, is told before an engine is asked', async () => {
  const text = newKeyringText()
  const settings = {
    ...{ DATABASE_URL: 'mysql://nobody@127.0.0.1:1', REDIS_URL: 'redis://127.0.0.1:1' },
    ...{ EVENTS_URL: 'kafka://127.0.0.1:1', INTERNAL_KEY: text.internalKey },
    ...{ SIGNING_KEYS: text.signingKeys, ENCRYPTION_KEYS: text.encryptionKeys },
    INDEX_KEY: text.indexKey,
  }
  const nowhere = /^Where .*payments.* can be found is not known\. Set DISCOVERY_URL, or run all/
  await refused({ settings, parts: ['gateway', 'stock'], code: 78, says: nowhere })
  const list = 'static:order=http://a:1,stocks=http://b:1,members=http://c:1'
  const unknown = /^DISCOVERY_URL: there is no service order, stocks\. There are: .*orders/
  await refused({ settings: { ...settings, DISCOVERY_URL: list }, code: 78, says: unknown })
  const some = { ...settings, DISCOVERY_URL: 'static:stock=http://a:1,members=http://c:1' }
  const unlisted =
    /^DISCOVERY_URL does not tell where catalog, notifications, orders, payments can be found\./
  await refused({ settings: some, parts: ['gateway'], code: 78, says: unlisted })
})
