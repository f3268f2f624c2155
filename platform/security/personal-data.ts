import assert from 'node:assert/strict'
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from 'node:crypto'
import type { Keyring } from './keyring.ts'

export type PersonalData = {
  /**
   * Encrypts. The context, such as `member.email:<memberId>`, says where the text belongs; moved to
   * another row or column it does not open. Answers `v1.<keyId>.<base64url>`.
   */
  seal(text: string, context: string): string
  /** Decrypts with whichever key of the keyring sealed it. Throws when it was changed or moved. */
  open(sealed: string, context: string): string
  /**
   * What a text can be found by without being stored: the same text and purpose give the same 64
   * hex digits. The text is taken as it is; bring an address into its one form before.
   */
  blindIndex(text: string, purpose: string): string
}

const ALGORITHM = 'aes-256-gcm'
const VERSION = 'v1'
/** Random ones are safe for 2^32 texts per key (NIST SP 800-38D, 8.3). */
const IV_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM under the first encryption key, and HMAC-SHA-256 for the blind index. */
export function personalData({ encryption, indexKey }: Keyring): PersonalData {
  const [sealing] = encryption
  // Made once: OpenSSL takes as long to prepare a key as to use it.
  const keysById = new Map(encryption.map(({ id, key }) => [id, createSecretKey(key)]))
  const sealingKey = createSecretKey(sealing.key)
  const indexKeys = new Map<string, KeyObject>()
  const nextIv = randomIvs()

  // A key per purpose (HKDF, RFC 5869): two columns with the same text do not look alike.
  function indexKeyOf(purpose: string): KeyObject {
    const known = indexKeys.get(purpose)
    if (known !== undefined) return known
    const bytes = hkdfSync('sha256', indexKey, '', `firstcome blind index: ${purpose}`, 32)
    const key = createSecretKey(new Uint8Array(bytes))
    indexKeys.set(purpose, key)
    return key
  }

  return {
    seal(text, context) {
      const iv = nextIv()
      const cipher = createCipheriv(ALGORITHM, sealingKey, iv, { authTagLength: TAG_BYTES })
      cipher.setAAD(Buffer.from(context))
      const bytes = [iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
      return `${VERSION}.${sealing.id}.${Buffer.concat(bytes).toString('base64url')}`
    },

    open(sealed, context) {
      const [version, keyId = '', text = '', ...more] = sealed.split('.')
      assert(version === VERSION && more.length === 0, `what belongs to ${context} is not sealed`)
      const key = keysById.get(keyId)
      assert(key !== undefined, `ENCRYPTION_KEYS lacks the key ${keyId}, needed for ${context}`)
      return decrypted(Buffer.from(text, 'base64url'), key, context)
    },

    blindIndex: (text, purpose) =>
      createHmac('sha256', indexKeyOf(purpose)).update(text).digest('hex'),
  }
}

/** Random bytes drawn in one go for many: the call costs more than the bytes. */
function randomIvs(): () => Buffer {
  const pool = Buffer.allocUnsafe(IV_BYTES * 256)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    const iv = Buffer.from(pool.subarray(used, used + IV_BYTES))
    used += IV_BYTES
    return iv
  }
}

function decrypted(bytes: Buffer, key: KeyObject, context: string): string {
  assert(bytes.length >= IV_BYTES + TAG_BYTES, `what belongs to ${context} was cut short`)
  const iv = bytes.subarray(0, IV_BYTES)
  // The length is fixed: Node would take a tag of four bytes, which can be guessed.
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const text = decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES))
  try {
    return Buffer.concat([text, decipher.final()]).toString()
  } catch (error) {
    throw new Error(`what belongs to ${context} was changed, or belongs elsewhere`, {
      cause: error,
    })
  }
}
