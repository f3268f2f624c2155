import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { parseEnv } from 'node:util'
import { keyringFromText } from '#platform/security/keyring.ts'

const run = (...line: string[]) =>
  execFileSync(process.execPath, [join(import.meta.dirname, 'keys.ts'), ...line], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  })

test('the keys go behind a last line that has no end', () => {
  const { HTTP_PORT, SIGNING_KEYS } = parseEnv(`HTTP_PORT=8090${run()}`)
  assert.deepEqual([HTTP_PORT, typeof SIGNING_KEYS], ['8090', 'string'])
})

test('an operator gets the four keys as lines of .env, others each time', () => {
  const read = () => {
    const { SIGNING_KEYS, ENCRYPTION_KEYS, INDEX_KEY, INTERNAL_KEY, ...more } = parseEnv(run())
    assert.deepEqual(more, {})
    return {
      ...{ signingKeys: `${SIGNING_KEYS}`, encryptionKeys: `${ENCRYPTION_KEYS}` },
      ...{ indexKey: `${INDEX_KEY}`, internalKey: `${INTERNAL_KEY}` },
    }
  }
  const [one, other] = [read(), read()]
  for (const text of [one, other]) keyringFromText(text)
  for (const [name, key] of Object.entries(one)) {
    assert.notEqual(key, other[name as keyof typeof other], name)
  }
})

test('one more key goes onto the list of those there are', () => {
  const text = { ...{ signingKeys: run('--signing'), encryptionKeys: run('--encryption') } }
  const { INDEX_KEY = '', INTERNAL_KEY = '', SIGNING_KEYS = '' } = parseEnv(run())
  const keyring = keyringFromText({
    signingKeys: `${SIGNING_KEYS},${text.signingKeys.trim()}`,
    encryptionKeys: text.encryptionKeys.trim(),
    ...{ indexKey: INDEX_KEY, internalKey: INTERNAL_KEY },
  })
  assert.equal(keyring.signing.length, 2)
  const both = run('--encryption', '--signing').trim()
  assert.match(both, /^SIGNING_KEYS: \w+:\S{64}\nENCRYPTION_KEYS: \w+:\S{44}$/)
})
