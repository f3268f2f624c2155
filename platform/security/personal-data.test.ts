import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Keyring, keyringFromText, newKeyringText } from './keyring.ts'
import { personalData } from './personal-data.ts'

const keyring = keyringFromText(newKeyringText())
const { seal, open, blindIndex } = personalData(keyring)

suite('Personal data in the database', () => {
  test('comes back as it was, in any script', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, context) => {
        assert.equal(open(seal(text, context), context), text)
      }),
    )
  })

  test('shows nothing: the same text never looks the same twice', () => {
    const [first, second] = [1, 2].map(() => seal('kim@example.com', 'member.email:1'))
    assert.notEqual(first, second)
    assert.match(`${first}`, new RegExp(`^v1\\.${keyring.encryption[0].id}\\.[\\w-]+$`))
    assert(!Buffer.from(`${first}`.split('.')[2] ?? '', 'base64url').includes('kim'))
  })

  test('does not open in the row or the column of something else', () => {
    const sealed = seal('kim@example.com', 'member.email:1')
    for (const context of ['member.email:2', 'member.name:1', '']) {
      assert.throws(() => open(sealed, context), /was changed, or belongs elsewhere/)
    }
  })

  test('does not open with any byte changed', () => {
    const [version, id, text = ''] = seal('kim@example.com', 'member.email:1').split('.')
    const bytes = Buffer.from(text, 'base64url')
    for (const [at, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes)
      changed[at] = byte ^ 1
      const sealed = `${version}.${id}.${changed.toString('base64url')}`
      assert.throws(() => open(sealed, 'member.email:1'), /was changed/)
    }
  })

  test('does not open when cut, not even with a short tag', () => {
    const sealed = seal('', 'member.email:1')
    const [version, id, text = ''] = sealed.split('.')
    const bytes = Buffer.from(text, 'base64url')
    for (let length = 0; length < bytes.length; length += 1) {
      const cut = `${version}.${id}.${bytes.toString('base64url', 0, length)}`
      assert.throws(() => open(cut, 'member.email:1'), /was cut short/)
    }
    for (const other of ['', 'kim@example.com', `v2.${id}.${text}`, `${sealed}.x`]) {
      assert.throws(() => open(other, 'member.email:1'), /is not sealed/)
    }
  })

  test('stays readable after a rotation, and a lost key is called by its name', () => {
    const sealed = seal('kim@example.com', 'member.email:1')
    const fresh = keyringFromText(newKeyringText())
    const rotated: Keyring = {
      ...keyring,
      encryption: [...fresh.encryption, ...keyring.encryption],
    }
    assert.equal(personalData(rotated).open(sealed, 'member.email:1'), 'kim@example.com')
    const next = personalData(rotated).seal('kim@example.com', 'member.email:1')
    assert.equal(next.split('.')[1], fresh.encryption[0].id)
    assert.throws(() => personalData(fresh).open(sealed, 'member.email:1'), {
      message: `ENCRYPTION_KEYS lacks the key ${keyring.encryption[0].id}, needed for member.email:1`,
    })
  })
})

suite('A blind index', () => {
  test('finds the same text for the same purpose, and only that', () => {
    const index = blindIndex('kim@example.com', 'member.email')
    assert.match(index, /^[0-9a-f]{64}$/)
    assert.equal(blindIndex('kim@example.com', 'member.email'), index)
    assert.notEqual(blindIndex('lee@example.com', 'member.email'), index)
    assert.notEqual(blindIndex('kim@example.com', 'attempt.email'), index)
    const fresh = personalData(keyringFromText(newKeyringText()))
    assert.notEqual(fresh.blindIndex('kim@example.com', 'member.email'), index)
  })

  test('stays what it is from release to release: stored ones must be found', () => {
    const indexKey = Buffer.alloc(32, 7)
    assert.equal(
      personalData({ ...keyring, indexKey }).blindIndex('kim@example.com', 'member.email'),
      '51ddae0adda3729837a29ef974193291c201bc15f46b7d6c20131c4fa63581fb',
    )
  })

  test('outlives a rotation of the encryption keys', () => {
    const fresh = keyringFromText(newKeyringText())
    const rotated = personalData({ ...keyring, encryption: fresh.encryption })
    assert.equal(
      rotated.blindIndex('kim@example.com', 'member.email'),
      blindIndex('kim@example.com', 'member.email'),
    )
  })
})
