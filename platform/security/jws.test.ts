import assert from 'node:assert/strict'
import { createHmac, sign } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { compactVerify, createLocalJWKSet } from 'jose'
import { LONGEST_JWS, signCompact, verifyCompact, verifyCompactInPool } from './jws.ts'
import { keyringFromText, newKeyringText, publicJwks, publicKeysByKid } from './keyring.ts'

const keyring = keyringFromText(newKeyringText())
const [key] = keyring.signing
const keys = publicKeysByKid(keyring)
const good = { alg: 'EdDSA', typ: 'head+jws', kid: key.kid }

suite('A signature under a ledger head or a token', () => {
  test('what was signed is what is read, in any script', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async payloadText => {
        const jws = signCompact(payloadText, key, 'head+jws')
        const valid = { outcome: 'valid', payloadText }
        assert.deepEqual(verifyCompact(jws, keys, 'head+jws'), valid)
        assert.deepEqual(await verifyCompactInPool(jws, keys, 'head+jws'), valid)
      }),
      { numRuns: 50 },
    )
  })

  test('another library verifies it with the published keys', async () => {
    const jwks = createLocalJWKSet({ keys: [...publicJwks(keyring).keys] })
    const jws = signCompact('{"size":7}', key, 'head+jws')
    const { payload, protectedHeader } = await compactVerify(jws, jwks)
    assert.equal(Buffer.from(payload).toString(), '{"size":7}')
    assert.deepEqual(protectedHeader, good)
  })

  test('one key signs for several purposes, and none passes for the other', () => {
    const token = signCompact('{}', key, 'at+jwt')
    const head = signCompact('{}', key, 'head+jws')
    assert.equal(verifyCompact(token, keys, 'at+jwt').outcome, 'valid')
    assert.equal(verifyCompact(head, keys, 'head+jws').outcome, 'valid')
    assert.equal(verifyCompact(token, keys, 'head+jws').outcome, 'wrong_type')
    assert.equal(verifyCompact(head, keys, 'at+jwt').outcome, 'wrong_type')
  })

  test('a key that is not ours is not taken, whatever it calls itself', () => {
    const [foreign] = keyringFromText(newKeyringText()).signing
    const outcome = (jws: string) => verifyCompact(jws, keys, 'head+jws').outcome
    assert.equal(outcome(signCompact('{}', foreign, 'head+jws')), 'unknown_key')
    const disguised = { ...foreign, kid: key.kid }
    assert.equal(outcome(signCompact('{}', disguised, 'head+jws')), 'wrong_signature')
  })

  const refusedHeaders: readonly (readonly [string, unknown])[] = [
    ['none as the algorithm', { ...good, alg: 'none' }],
    ['an HMAC as the algorithm', { ...good, alg: 'HS256' }],
    ['another spelling of the algorithm', { ...good, alg: 'eddsa' }],
    ['a critical extension', { ...good, crit: ['b64'], b64: false }],
    ['an unencoded payload', { ...good, b64: false }],
    ['a key of its own', { ...good, jwk: publicJwks(keyring).keys[0] }],
    ['the address of a key', { ...good, jku: 'https://example.com/jwks.json' }],
    ['no key id', { alg: 'EdDSA', typ: 'head+jws' }],
    ['a key id that is no text', { ...good, kid: 1 }],
    ['a list instead of an object', ['EdDSA', 'head+jws', key.kid]],
    ['nothing', null],
  ]
  for (const [what, header] of refusedHeaders) {
    test(`a header with ${what} is refused, even where our key signed it`, () => {
      const jws = signedWith(JSON.stringify(header))
      assert.deepEqual(verifyCompact(jws, keys, 'head+jws'), { outcome: 'malformed' })
    })
  }

  test('the public key is no secret to sign with', () => {
    const header = Buffer.from(JSON.stringify({ ...good, alg: 'HS256' })).toString('base64url')
    for (const secret of [
      key.publicKey.export({ format: 'pem', type: 'spki' }),
      key.publicKey.export({ format: 'der', type: 'spki' }),
    ]) {
      const mac = createHmac('sha256', secret).update(`${header}.e30`).digest('base64url')
      assert.equal(verifyCompact(`${header}.e30.${mac}`, keys, 'head+jws').outcome, 'malformed')
    }
  })

  test('a text of another form is malformed, and never an error', () => {
    const jws = signCompact('{}', key, 'head+jws')
    const [header, payload, signature] = jws.split('.')
    const texts = [
      '',
      '..',
      'a.b.c',
      `${header}.${payload}`,
      `${header}.${payload}.`,
      `${jws}.`,
      `${jws}=`,
      signedWith('{'),
      `${header}.${payload}.${signature}AAAA`,
    ]
    for (const text of texts) {
      assert.deepEqual(verifyCompact(text, keys, 'head+jws'), { outcome: 'malformed' }, text)
    }
  })

  test('what is too long is neither made nor read', () => {
    assert.throws(() => signCompact('x'.repeat(LONGEST_JWS), key, 'head+jws'), /would be refused/)
    const long = signedWith(JSON.stringify(good), 'x'.repeat(LONGEST_JWS))
    assert.equal(verifyCompact(long, keys, 'head+jws').outcome, 'malformed')
  })
})

function signedWith(header: string, payload = '{}'): string {
  const signed = [header, payload].map(part => Buffer.from(part).toString('base64url')).join('.')
  return `${signed}.${sign(null, Buffer.from(signed), key.privateKey).toString('base64url')}`
}
