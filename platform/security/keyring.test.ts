import assert from 'node:assert/strict'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite, type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { createLocalJWKSet, flattenedVerify } from 'jose'
import {
  type Keyring,
  KeyringFault,
  keyringFromText,
  keyringInFolder,
  newKeyringText,
  publicJwks,
  publicKeysByKid,
  type SigningKey,
  signingKeyText,
} from './keyring.ts'

suite('The keys that configuration names', () => {
  test('the first of a list is used, and the others are still known', () => {
    const [now, before] = [newKeyringText(), newKeyringText()]
    const keyring = keyringFromText({
      ...now,
      signingKeys: `${now.signingKeys}, ${before.signingKeys}`,
      encryptionKeys: `${now.encryptionKeys},${before.encryptionKeys}`,
    })
    assert.deepEqual(keyring.signing.map(signingKeyText), [now.signingKeys, before.signingKeys])
    assert.deepEqual(
      keyring.encryption.map(({ id, key }) => `${id}:${key.toString('base64')}`),
      [now.encryptionKeys, before.encryptionKeys],
    )
    assert.equal(keyring.indexKey.toString('base64'), now.indexKey)
    assert.equal(keyring.internalKey.toString('base64'), now.internalKey)
  })

  test('every fault is told at once, with what to do, and no key is told', () => {
    const good = newKeyringText()
    const rsa = generateKeyPairSync('rsa', { modulusLength: 512 }).privateKey
    const rsaText = rsa.export({ format: 'der', type: 'pkcs8' }).toString('base64')
    const short = Buffer.alloc(31).toString('base64')
    const fault = faultOf(() =>
      keyringFromText({
        signingKeys: `${good.signingKeys},${good.signingKeys},bad id:AAAA,c:AAAA,d:${rsaText}`,
        encryptionKeys: `a:${short}`,
        indexKey: 'not base64!',
        internalKey: '',
      }),
    )
    const id = good.signingKeys.split(':')[0]
    assert.deepEqual(fault.faults, [
      `SIGNING_KEYS, key 2, repeats the id ${id}.`,
      'SIGNING_KEYS, key 3, is not id:base64, the id of A-Z a-z 0-9 _ -.',
      'SIGNING_KEYS, key 4, is not a PKCS8 key in DER, written in base64.',
      'SIGNING_KEYS, key 5, is of the kind rsa, not Ed25519.',
      'ENCRYPTION_KEYS, key 1, has 31 bytes instead of 32.',
      'INDEX_KEY is not base64.',
      'INTERNAL_KEY is not set.',
    ])
    assert.match(fault.message, /openssl genpkey -algorithm ed25519/)
    for (const secret of [good.signingKeys.slice(20), rsaText, short, 'not base64!']) {
      assert(!fault.message.includes(secret))
    }
  })

  test('a keyring without a key to sign or to encrypt with is refused', () => {
    const fault = faultOf(() =>
      keyringFromText({ ...newKeyringText(), signingKeys: '', encryptionKeys: ' ' }),
    )
    assert.deepEqual(fault.faults, ['SIGNING_KEYS is not set.', 'ENCRYPTION_KEYS is not set.'])
  })
})

suite('The keys of an embedded shop', () => {
  test('processes that start together have the same keys, and the next start too', async t => {
    for (let round = 0; round < 20; round += 1) {
      const folder = join(await aFolder(t), 'data')
      const starts = Array.from({ length: 8 }, async (_, turns) => {
        for (let turn = 0; turn < turns; turn += 1) await setImmediate()
        return keyringInFolder(folder)
      })
      const keyrings = [...(await Promise.all(starts)), await keyringInFolder(folder)]
      assert.equal(new Set(keyrings.map(textOf)).size, 1)
      assert.deepEqual(await readdir(folder), ['keys.json'])
    }
  })

  test('nobody else on the machine can read them, whatever the mode was', async t => {
    const folder = await aFolder(t)
    await keyringInFolder(folder)
    const path = join(folder, 'keys.json')
    assert.equal((await stat(path)).mode & 0o777, 0o600)
    await chmod(path, 0o644)
    await keyringInFolder(folder)
    assert.equal((await stat(path)).mode & 0o777, 0o600)
  })

  test('a damaged file is never replaced, and its text is not told', async t => {
    const folder = await aFolder(t)
    await keyringInFolder(folder)
    const path = join(folder, 'keys.json')
    const cut = (await readFile(path, 'utf8')).slice(0, 90)
    await writeFile(path, cut)
    await assert.rejects(keyringInFolder(folder), (error: Error) => {
      assert.match(error.message, /is damaged\. .* Restore it from a backup/)
      assert(!error.message.includes(cut.slice(30, 60)))
      assert.equal(error.cause, undefined)
      return true
    })
    assert.equal(await readFile(path, 'utf8'), cut)
  })
})

suite('What leaves the keyring', () => {
  test('the public set verifies a signature by another library, and holds nothing secret', async () => {
    const keyring = keyringFromText(newKeyringText())
    const jwks = publicJwks(keyring)
    const [{ kid, privateKey }] = keyring.signing
    const protectedText = base64url(JSON.stringify({ alg: 'EdDSA', kid }))
    const signature = sign(null, Buffer.from(`${protectedText}.${base64url('paid')}`), privateKey)
    const { payload } = await flattenedVerify(
      {
        protected: protectedText,
        payload: base64url('paid'),
        signature: signature.toString('base64url'),
      },
      createLocalJWKSet({ keys: [...jwks.keys] }),
    )
    assert.equal(Buffer.from(payload).toString(), 'paid')
    const [key] = jwks.keys
    assert.deepEqual(Object.keys(key ?? {}).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x'])
  })

  test('a signing key works in another thread', () => {
    const keyring = keyringFromText(newKeyringText())
    const { port1, port2 } = new MessageChannel()
    port1.postMessage(keyring.signing[0])
    const there: SigningKey = receiveMessageOnPort(port2)?.message
    port1.close()
    const publicKey = publicKeysByKid(keyring).get(there.kid)
    assert(publicKey)
    const text = Buffer.from('head')
    assert(verify(null, text, publicKey, sign(null, text, there.privateKey)))
  })
})

function textOf({ signing, encryption, indexKey, internalKey }: Keyring): string {
  return JSON.stringify([signing.map(signingKeyText), encryption, indexKey, internalKey])
}

function faultOf(act: () => unknown): KeyringFault {
  try {
    act()
  } catch (error) {
    assert(error instanceof KeyringFault)
    return error
  }
  assert.fail('the keyring was taken')
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

async function aFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'firstcome-keyring-'))
  t.after(() => rm(folder, { recursive: true }))
  return folder
}
