import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { createLocalJWKSet, jwtVerify } from 'jose'
import type { Caller } from '#contracts/operation.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { accessTokens } from './access-token.ts'
import { signCompact } from './jws.ts'
import { type Keyring, keyringFromText, newKeyringText, publicJwks } from './keyring.ts'

const issuer = 'https://shop.example'
const keyring = keyringFromText(newKeyringText())
const FIFTEEN_MINUTES_MS = 15 * 60_000

suite('An access token', () => {
  test('tells who calls, the first time and again', async () => {
    const tokens = someTokens()
    const caller = aCaller({ roles: ['member', 'merchant'], emailVerified: false })
    const { accessToken } = tokens.issue(caller, FIFTEEN_MINUTES_MS)
    assert.deepEqual(await tokens.verify(accessToken), caller)
    assert.deepEqual(tokens.verify(accessToken), caller)
  })

  test('is a JWT that anybody can verify with the published keys', async () => {
    const clock = virtualClock(1_763_700_000_250)
    const { accessToken, expiresAtMs } = someTokens({ clock }).issue(aCaller(), 900_000)
    const { payload, protectedHeader } = await jwtVerify(
      accessToken,
      createLocalJWKSet({ keys: [...publicJwks(keyring).keys] }),
      { issuer, typ: 'at+jwt', currentDate: new Date(clock.nowMs()) },
    )
    assert.deepEqual(protectedHeader, {
      alg: 'EdDSA',
      typ: 'at+jwt',
      kid: keyring.signing[0].kid,
    })
    assert.deepEqual(payload, {
      iss: issuer,
      sub: aCaller().memberId,
      sid: aCaller().sessionId,
      roles: ['member'],
      ev: true,
      iat: 1_763_700_000,
      exp: 1_763_700_901,
    })
    assert.equal(expiresAtMs, 1_763_700_901_000)
  })

  test('lives to the last millisecond and not beyond, seen before or not', async () => {
    const clock = virtualClock()
    const tokens = someTokens({ clock })
    const { accessToken, expiresAtMs } = tokens.issue(aCaller(), FIFTEEN_MINUTES_MS)
    clock.set(expiresAtMs - 1)
    assert.deepEqual(await tokens.verify(accessToken), aCaller())
    clock.set(expiresAtMs)
    assert.equal(tokens.verify(accessToken), 'token_expired')
    assert.equal(await someTokens({ clock }).verify(accessToken), 'token_expired')
  })

  test('of which any character was changed is refused', async () => {
    const tokens = someTokens()
    const { accessToken } = tokens.issue(aCaller(), FIFTEEN_MINUTES_MS)
    await tokens.verify(accessToken)
    const place = fc.oneof(
      fc.nat(accessToken.length - 1),
      // The last one has bits that a lax decoder ignores.
      fc.constant(accessToken.length - 1),
    )
    await fc.assert(
      fc.asyncProperty(place, fc.string({ minLength: 1, maxLength: 1 }), async (at, character) => {
        fc.pre(accessToken[at] !== character)
        const changed = accessToken.slice(0, at) + character + accessToken.slice(at + 1)
        assert.equal(await tokens.verify(changed), 'token_invalid')
      }),
      { numRuns: 300 },
    )
  })

  test('that was cut anywhere is refused', async () => {
    const tokens = someTokens()
    const { accessToken } = tokens.issue(aCaller(), FIFTEEN_MINUTES_MS)
    for (let length = 0; length < accessToken.length; length += 1) {
      assert.equal(await tokens.verify(accessToken.slice(0, length)), 'token_invalid')
    }
  })

  test('signed by a key of somebody else is refused, under its own name or ours', async () => {
    const foreign = keyringFromText(newKeyringText())
    const [theirs] = foreign.signing
    const disguised: Keyring = {
      ...foreign,
      signing: [{ ...theirs, kid: keyring.signing[0].kid }],
    }
    for (const other of [foreign, disguised]) {
      const { accessToken } = someTokens({ keyring: other }).issue(aCaller(), FIFTEEN_MINUTES_MS)
      assert.equal(await someTokens().verify(accessToken), 'token_invalid')
    }
  })

  test('of another algorithm is refused: none, or HS256 with the public key as its secret', async () => {
    const tokens = someTokens()
    const { accessToken } = tokens.issue(aCaller(), FIFTEEN_MINUTES_MS)
    const [, payload] = accessToken.split('.')
    const [{ kid, publicKey }] = keyring.signing
    const secret = publicKey.export({ format: 'pem', type: 'spki' })
    const hmac = `${encoded({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}`
    const mac = createHmac('sha256', secret).update(hmac).digest('base64url')
    assert.equal(await tokens.verify(`${hmac}.${mac}`), 'token_invalid')
    const none = `${encoded({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`
    assert.equal(await tokens.verify(none), 'token_invalid')
  })

  test('is nothing else that the same key signed, such as a ledger head', async () => {
    const nowS = Math.floor(virtualClock().nowMs() / 1_000)
    const claims = {
      iss: issuer,
      sub: 'm',
      sid: 's',
      roles: ['admin'],
      ev: true,
      iat: nowS,
      exp: nowS + 60,
    }
    const [key] = keyring.signing
    const signedAs = (typ: string) => signCompact(JSON.stringify(claims), key, typ)
    assert.equal(await someTokens().verify(signedAs('head+jws')), 'token_invalid')
    assert.deepEqual(await someTokens().verify(signedAs('at+jwt')), {
      memberId: 'm',
      roles: ['admin'],
      emailVerified: true,
      sessionId: 's',
    })
  })

  test('of another shop is refused', async () => {
    const other = someTokens({ issuer: 'https://other.example' })
    const { accessToken } = other.issue(aCaller(), FIFTEEN_MINUTES_MS)
    assert.equal(await someTokens().verify(accessToken), 'token_invalid')
  })

  test('that lacks a claim is refused', async () => {
    const payload = JSON.stringify({ iss: issuer, sub: 'm', exp: 9_999_999_999 })
    const token = signCompact(payload, keyring.signing[0], 'at+jwt')
    assert.equal(await someTokens().verify(token), 'token_invalid')
  })

  test('outlives a rotation of the keys, until its key leaves the list', async () => {
    const { accessToken } = someTokens().issue(aCaller(), FIFTEEN_MINUTES_MS)
    const fresh = keyringFromText(newKeyringText())
    const rotated: Keyring = { ...fresh, signing: [...fresh.signing, ...keyring.signing] }
    assert.deepEqual(await someTokens({ keyring: rotated }).verify(accessToken), aCaller())
    assert.equal(await someTokens({ keyring: fresh }).verify(accessToken), 'token_invalid')
    const next = someTokens({ keyring: rotated }).issue(aCaller(), FIFTEEN_MINUTES_MS)
    assert.deepEqual(await someTokens({ keyring: fresh }).verify(next.accessToken), aCaller())
  })
})

suite('A rush of members', () => {
  test('requests that come together with one new token share one verification', async () => {
    const tokens = someTokens()
    const { accessToken } = tokens.issue(aCaller(), FIFTEEN_MINUTES_MS)
    const [first, second] = [tokens.verify(accessToken), tokens.verify(accessToken)]
    assert(first instanceof Promise)
    assert.equal(first, second)
    assert.deepEqual(await first, aCaller())
  })

  test('memory is bounded, and the members who are active stay in it', async () => {
    const tokens = someTokens({}, 2)
    const issued = (name: string) =>
      tokens.issue(aCaller({ memberId: name }), FIFTEEN_MINUTES_MS).accessToken
    const active = issued('active')
    const gone = issued('gone')
    for (const token of [active, gone]) await tokens.verify(token)
    for (const name of ['a', 'b', 'c', 'd']) {
      await tokens.verify(issued(name))
      assert(!(tokens.verify(active) instanceof Promise))
    }
    assert(tokens.verify(gone) instanceof Promise)
  })

  test('refused tokens push nobody out', async () => {
    const tokens = someTokens({}, 2)
    const { accessToken } = tokens.issue(aCaller(), FIFTEEN_MINUTES_MS)
    await tokens.verify(accessToken)
    for (let at = 1; at < 20; at += 1) await tokens.verify(accessToken.slice(at))
    assert.deepEqual(tokens.verify(accessToken), aCaller())
  })

  test('what one request does with the caller reaches no other', async () => {
    const tokens = someTokens()
    const { accessToken } = tokens.issue(aCaller(), FIFTEEN_MINUTES_MS)
    const caller = await tokens.verify(accessToken)
    assert(typeof caller === 'object')
    assert.throws(() => (caller.roles as string[]).push('admin'), TypeError)
    assert.throws(() => Object.assign(caller, { memberId: 'other' }), TypeError)
  })
})

function someTokens(
  differing: Partial<Parameters<typeof accessTokens>[0]> = {},
  remembered?: number,
) {
  return accessTokens({ keyring, clock: virtualClock(), issuer, ...differing }, remembered)
}

function aCaller(differing: Partial<Caller> = {}): Caller {
  return {
    memberId: '019aa4d2-6f3c-7b1e-8a54-0c9d2f6b7e31',
    roles: ['member'],
    emailVerified: true,
    sessionId: '019aa4d2-6f40-7c22-9b65-1d0e3a7c8f42',
    ...differing,
  }
}

function encoded(header: object): string {
  return Buffer.from(JSON.stringify(header)).toString('base64url')
}
