import assert from 'node:assert/strict'
import { mkdtempDisposableSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import {
  type KeyringText,
  keyringFromText,
  keyringInFolder,
  newKeyringText,
} from '#platform/security/keyring.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { holdShopKeys, keepKeysToRotate, keepShopKeys, retireShopKeys } from './shop-keys.ts'
import { keepShopKind } from './shop-kind.ts'

/** A shop in a folder, the processes of which hold no more than their keys. */
async function aShop() {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'firstcome-'))
  const config = readConfig({ DATABASE_URL: `sqlite:${folder.path}` })
  const warned: string[] = []
  const log: Log = Object.assign(Object.create(silentLog), {
    warn: (sentence: string) => warned.push(sentence),
  })
  const deps = { clock: virtualClock(), log, end: assert.fail }
  await keepShopKind(config)
  return {
    warned,
    open: (text: KeyringText) => holdShopKeys(config, keyringFromText(text), deps),
    /** With the keys that lie in the folder. */
    openWithKept: async () => holdShopKeys(config, await keyringInFolder(folder.path), deps),
    workBeside: (text: KeyringText) => keepShopKeys(config, keyringFromText(text)),
    beginToRotate: (text: KeyringText) => keepKeysToRotate(config, keyringFromText(text)),
    endToRotate: (text: KeyringText) => retireShopKeys(config, keyringFromText(text)),
    [Symbol.dispose]: () => folder.remove(),
  }
}

test('who signs, or proves himself, with keys that the running shop has not is refused', async () => {
  using shop = await aShop()
  const text = newKeyringText()
  const { signingKeys, internalKey } = newKeyringText()
  await using _ = await shop.open(text)
  await assert.rejects(shop.workBeside({ ...text, signingKeys }), /^CannotGoOn: SIGNING_KEYS lacks/)
  await assert.rejects(
    shop.workBeside({ ...text, internalKey }),
    /^CannotGoOn: INTERNAL_KEY is not/,
  )
  const next = { ...text, signingKeys: `${signingKeys},${text.signingKeys}` }
  await assert.rejects(shop.workBeside(next), /^CannotGoOn: SIGNING_KEYS begins with the key/)
  await shop.workBeside({ ...text, signingKeys: `${text.signingKeys},${signingKeys}` })
})

test('a key is retired by nobody while the running shop encrypts with it', async () => {
  using shop = await aShop()
  const [old, fresh] = [newKeyringText(), newKeyringText()]
  const [before, after] = [[old, fresh] as const, [fresh, old] as const].map(texts => ({
    ...old,
    encryptionKeys: texts.map(text => text.encryptionKeys).join(','),
  })) as [KeyringText, KeyringText]
  {
    await using _ = await shop.open(before)
    for (const rotate of [shop.beginToRotate, shop.endToRotate]) {
      await assert.rejects(rotate(after), /one running process of this shop encrypts with another/)
    }
  }
  await using _ = await shop.open(after)
  await shop.beginToRotate(after)
  await shop.endToRotate(after)
  await shop.workBeside({ ...old, encryptionKeys: fresh.encryptionKeys })
})

test('a shop that opens with none of the keys that it has signed with says so, once', async () => {
  using shop = await aShop()
  const [text, { signingKeys }] = [newKeyringText(), newKeyringText()]
  const open = async (keys: KeyringText) => {
    await using _ = await shop.open(keys)
    return shop.warned.splice(0)
  }
  assert.deepEqual(await open(text), [])
  assert.deepEqual(await open({ ...text, signingKeys: `${signingKeys},${text.signingKeys}` }), [])
  const leaked = newKeyringText()
  const [sentence] = await open({ ...text, signingKeys: leaked.signingKeys })
  assert.match(sentence ?? '', /^SIGNING_KEYS has none of the keys that this shop has signed with/)
  assert.deepEqual(await open({ ...text, signingKeys: leaked.signingKeys }), [])
})

test('who sets keys for a shop that keeps its own is told where those lie, and only then', async () => {
  using shop = await aShop()
  {
    await using _ = await shop.openWithKept()
  }
  await assert.rejects(
    shop.open(newKeyringText()),
    /INDEX_KEY is not .* The keys of this shop lie in .*keys\.json: unset SIGNING_KEYS, .* \.env/,
  )
  await (await shop.openWithKept())[Symbol.asyncDispose]()

  using other = await aShop()
  {
    await using _ = await other.open(newKeyringText())
  }
  const refused = await other.openWithKept().catch((error: Error) => error)
  assert.match(String(refused), /INDEX_KEY is not the one of this shop/)
  assert.doesNotMatch(String(refused), /keys\.json/)
})
