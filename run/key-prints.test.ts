import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type KeyringText, keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { type KeyPrints, type KnownPrints, printsOf, refusalOf } from './key-prints.ts'

const [old, fresh] = [newKeyringText(), newKeyringText()]
const idOf = ({ encryptionKeys }: KeyringText) => encryptionKeys.split(':')[0] ?? ''

/** Of a process with these keys of encryption, the first of which seals, and the index key of `old`. */
function having(...texts: readonly KeyringText[]): KeyPrints {
  const encryptionKeys = texts.map(text => text.encryptionKeys).join(',')
  return printsOf(keyringFromText({ ...old, encryptionKeys }))
}

/** A shop whose data are sealed with the first keys of these processes, all of which run. */
function shopOf(...processes: readonly KeyPrints[]): KnownPrints {
  return {
    index: having(old).index,
    sealing: processes.map(({ encryption: [first] }) => first),
    held: processes.map(({ encryption }) => encryption.map(({ print }) => print)),
  }
}

const nobody: KnownPrints = { index: null, sealing: [], held: [] }
const refused = (own: KeyPrints, known: KnownPrints) => {
  const { message = '', exitCode } = refusalOf(own, known) ?? {}
  return [exitCode, message] as const
}

test('a key changes without a stop: known to all, then first, then the old one gone', () => {
  for (const [next, shop] of [
    [having(old), nobody],
    [having(old, fresh), shopOf(having(old), having(old))],
    // One that was not reached yet, or died and came back, is no hindrance.
    [having(old), shopOf(having(old, fresh))],
    [having(fresh, old), shopOf(having(old, fresh), having(old, fresh))],
    [having(old, fresh), shopOf(having(fresh, old), having(old, fresh))],
    [having(fresh), shopOf(having(fresh, old), having(fresh, old))],
  ] as const) {
    assert.equal(refusalOf(next, shop)?.message, undefined)
  }
})

test('nobody joins who could not read or find what the others write', () => {
  const [code, lacks] = refused(having(fresh), shopOf(having(old)))
  assert.equal(code, 78)
  assert.match(lacks, new RegExp(`^ENCRYPTION_KEYS lacks the key ${idOf(old)}, which`))
  const [, index] = refused(printsOf(keyringFromText({ ...old, indexKey: fresh.indexKey })), {
    ...nobody,
    index: having(old).index,
  })
  assert.match(index, /^INDEX_KEY is not the one of this shop/)
  const renamed = fresh.encryptionKeys.replace(idOf(fresh), idOf(old))
  const [, other] = refused(having({ ...old, encryptionKeys: renamed }), shopOf(having(old)))
  assert.match(
    other,
    new RegExp(`^The key ${idOf(old)} of ENCRYPTION_KEYS is not the ${idOf(old)}`),
  )
})

test('nobody seals with a key that a running process lacks', () => {
  const [code, sentence] = refused(having(fresh, old), shopOf(having(old, fresh), having(old)))
  assert.equal(code, 75)
  assert.match(sentence, /which one running process of this shop did not have .* First put it at/)
})

test('what is kept of keys tells nothing of them', () => {
  const kept = JSON.stringify(printsOf(keyringFromText(old)))
  for (const key of [old.encryptionKeys.split(':')[1], old.indexKey]) {
    const bytes = Buffer.from(key ?? '', 'base64')
    for (const form of ['base64', 'hex'] as const) assert(!kept.includes(bytes.toString(form)))
  }
})
