import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type KeyringText, keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import {
  type KeyPrints,
  type KnownPrints,
  printsOf,
  refusalOf,
  refusalOfKafka,
  refusalToRotate,
} from './key-prints.ts'

const [old, fresh] = [newKeyringText(), newKeyringText()]
const nameOf = (text: string) => text.split(':')[0] ?? ''
const idOf = ({ encryptionKeys }: KeyringText) => nameOf(encryptionKeys)

/** Of a process with these keys of encryption, the first of which seals, and the index key of `old`. */
function having(...texts: readonly KeyringText[]): KeyPrints {
  const encryptionKeys = texts.map(text => text.encryptionKeys).join(',')
  return printsOf(keyringFromText({ ...old, encryptionKeys }))
}

/** Of a process with these keys to sign with, the first of which signs, and the others of `old`. */
function signingWith(...texts: readonly KeyringText[]): KeyPrints {
  const signingKeys = texts.map(text => text.signingKeys).join(',')
  return printsOf(keyringFromText({ ...old, signingKeys }))
}

/** A shop whose first keys of these processes, all of which run, have sealed and signed. */
function shopOf(...processes: readonly KeyPrints[]): KnownPrints {
  const printsIn = (keys: readonly { readonly print: string }[]) => keys.map(({ print }) => print)
  return {
    index: having(old).index,
    sealing: processes.map(({ encryption: [first] }) => first),
    signing: processes.map(({ signing: [first] }) => first),
    held: processes.map(({ encryption, signing, internal }, at) => ({
      name: `process ${at + 1} on shop-a`,
      encryption: printsIn(encryption),
      signing: printsIn(signing),
      internal,
      kafka: 'ours',
    })),
  }
}

const nobody: KnownPrints = { index: null, sealing: [], signing: [], held: [] }
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
    [signingWith(old, fresh), shopOf(signingWith(old), signingWith(old))],
    [signingWith(old), shopOf(signingWith(old, fresh))],
    [signingWith(fresh, old), shopOf(signingWith(old, fresh), signingWith(old, fresh))],
    [signingWith(old, fresh), shopOf(signingWith(fresh, old), signingWith(old, fresh))],
    [signingWith(fresh), shopOf(signingWith(fresh, old), signingWith(fresh, old))],
    // It leaked, and all were ended.
    [signingWith(fresh), { ...shopOf(signingWith(old)), held: [] }],
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

test('data are encrypted anew when every running process encrypts with the key, and not before', () => {
  const next = having(fresh, old)
  for (const ready of [shopOf(next, next), { ...shopOf(having(old)), held: [] }]) {
    assert.equal(refusalToRotate(next, ready), null)
  }
  const between = shopOf(next, having(old, fresh))
  for (const own of [next, having(old, fresh)]) {
    const { message = '', exitCode } = refusalToRotate(own, between) ?? {}
    assert.equal(exitCode, 75)
    assert.match(message, /^one running process of this shop encrypts with another key than /)
  }
  assert.match(String(refusalToRotate(having(fresh), between)), /ENCRYPTION_KEYS lacks the key/)
})

test('nobody signs what a running process cannot verify, or cannot verify what one signs', () => {
  const shop = shopOf(signingWith(old), signingWith(old))
  const [foreign, lacks] = refused(signingWith(fresh), shop)
  assert.equal(foreign, 78)
  assert.match(lacks, /^SIGNING_KEYS lacks the key that 2 running processes of this shop sign with/)
  const between = shopOf(signingWith(old, fresh), signingWith(old))
  const [early, first] = refused(signingWith(fresh, old), between)
  assert.equal(early, 75)
  assert.match(first, /^SIGNING_KEYS begins with .* which one running process .* First put it at/)
})

test('a name of a key that has signed receipts is given to no other key', () => {
  const renamed = fresh.signingKeys.replace(nameOf(fresh.signingKeys), nameOf(old.signingKeys))
  const known = { ...shopOf(signingWith(old)), held: [] }
  const [code, sentence] = refused(signingWith({ ...old, signingKeys: renamed }), known)
  assert.equal(code, 78)
  assert.match(sentence, /^The key \S+ of SIGNING_KEYS is not the \S+ which this shop has signed/)
})

test('nobody joins who would be answered by none of the others', () => {
  const own = printsOf(keyringFromText({ ...old, internalKey: fresh.internalKey }))
  const [code, sentence] = refused(own, shopOf(having(old)))
  assert.equal(code, 78)
  assert.match(sentence, /^INTERNAL_KEY is not the one that one running process of this shop has:/)
  assert.equal(refusalOf(own, { ...shopOf(having(old)), held: [] }), null)
})

test('nobody joins whose events would go to a Kafka that the others do not read', () => {
  const { held } = shopOf(having(old), having(old))
  const { message = '', exitCode } = refusalOfKafka('foreign', held) ?? {}
  assert.equal(exitCode, 78)
  assert.match(
    message,
    /^EVENTS_URL leads to the Kafka foreign, and 2 running processes .* speak with the Kafka ours: .* Those are process 1/,
  )
  // A gateway speaks with none.
  assert.equal(refusalOfKafka(null, held), null)
  assert.equal(refusalOfKafka('ours', held), null)
  assert.equal(refusalOfKafka('foreign', []), null)
})

test('a refusal names the processes that are in the way, as many as one looks at', () => {
  const own = printsOf(keyringFromText({ ...old, internalKey: fresh.internalKey }))
  const whoIn = (count: number) =>
    /the new one\. (.*) Of a process/.exec(
      refused(own, shopOf(...Array.from({ length: count }, () => having(old))))[1],
    )?.[1]
  assert.equal(whoIn(1), 'That is process 1 on shop-a.')
  assert.equal(whoIn(2), 'Those are process 1 on shop-a and process 2 on shop-a.')
  assert.match(`${whoIn(7)}`, /^Those are process 1 .* process 5 on shop-a, and 2 more\.$/)
})

test('a process of an older version, which tells its ENCRYPTION_KEYS alone, hinders nobody', () => {
  const told = {
    name: null,
    encryption: [having(old).encryption[0].print],
    signing: [],
    internal: null,
    kafka: null,
  }
  assert.equal(refusalOfKafka('ours', [told]), null)
  assert.equal(refusalOf(signingWith(fresh), { ...nobody, held: [told] }), null)
})

test('what is kept of keys tells nothing of them', () => {
  const kept = JSON.stringify(printsOf(keyringFromText(old)))
  const [sealing, signing] = [old.encryptionKeys, old.signingKeys].map(text => text.split(':')[1])
  for (const key of [sealing, signing, old.indexKey, old.internalKey]) {
    // Of a key to sign with the last 32 bytes are the secret.
    const bytes = Buffer.from(key ?? '', 'base64').subarray(-32)
    for (const form of ['base64', 'hex'] as const) assert(!kept.includes(bytes.toString(form)))
  }
})
