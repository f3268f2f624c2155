import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, open, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** An Ed25519 key with its name. It can be posted to a worker thread as it is. */
export type SigningKey = {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/** 32 bytes for AES-256, with their name. */
type EncryptionKey = { readonly id: string; readonly key: Buffer }

type AtLeastOne<Key> = readonly [Key, ...Key[]]

/** Every secret of one installation. Of a list the first is used, and all are understood. */
export type Keyring = {
  readonly signing: AtLeastOne<SigningKey>
  readonly encryption: AtLeastOne<EncryptionKey>
  /** 32 bytes, for blind indexes. Changing it loses them. */
  readonly indexKey: Buffer
  /** 32 bytes, the identity of services between each other. */
  readonly internalKey: Buffer
}

/** A keyring as configuration writes it: lists are `id:base64,…`. */
export type KeyringText = {
  /** Ed25519, PKCS8 in DER (RFC 8410). */
  readonly signingKeys: string
  readonly encryptionKeys: string
  readonly indexKey: string
  readonly internalKey: string
}

/** The public halves as a JSON Web Key Set (RFC 7517; `OKP` by RFC 8037). */
export type PublicJwks = {
  readonly keys: readonly {
    readonly kty: 'OKP'
    readonly crv: 'Ed25519'
    readonly x: string
    readonly kid: string
    readonly alg: 'EdDSA'
    readonly use: 'sig'
  }[]
}

/** Everything that is wrong with a keyring's text. Says nothing of the keys themselves. */
export class KeyringFault extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(
      [
        'The keys cannot be used.',
        ...faults.map(fault => `  ${fault}`),
        'SIGNING_KEYS is `id:base64,…`: id:$(openssl genpkey -algorithm ed25519 -outform DER | base64)',
        'ENCRYPTION_KEYS is `id:base64,…`: id:$(openssl rand -base64 32)',
        'INDEX_KEY and INTERNAL_KEY are base64: $(openssl rand -base64 32)',
      ].join('\n'),
    )
    this.name = 'KeyringFault'
    this.faults = faults
  }
}

/** The file of keys cannot be used. Says nothing of the keys themselves. */
export class KeysDamaged extends Error {
  constructor(path: string, why: string) {
    super(
      `${path} is damaged. ${why} Restore it from a backup: ` +
        'what was encrypted with its keys cannot be read with others.',
    )
    this.name = 'KeysDamaged'
  }
}

/** The keyring that a configuration describes. Throws one `KeyringFault` that lists every fault. */
export function keyringFromText(text: KeyringText): Keyring {
  const faults: string[] = []
  const signing = readKeys('SIGNING_KEYS', text.signingKeys, readSigningKey, faults)
  const encryption = readKeys('ENCRYPTION_KEYS', text.encryptionKeys, readEncryptionKey, faults)
  const indexKey = noted('INDEX_KEY', readSecret(text.indexKey), faults)
  const internalKey = noted('INTERNAL_KEY', readSecret(text.internalKey), faults)
  if (signing === null || encryption === null || indexKey === null || internalKey === null) {
    throw new KeyringFault(faults)
  }
  return { signing, encryption, indexKey, internalKey }
}

/**
 * The keyring in `keys.json` of the folder, made there the first time; later it is only read.
 * Of processes that begin at once, one makes it and all have the same. The file is of mode 0600.
 * Throws `KeysDamaged`.
 */
export async function keyringInFolder(folder: string): Promise<Keyring> {
  const path = join(folder, 'keys.json')
  if (!existsSync(path)) await makeOnce(path)

  await using file = await open(path)
  const { mode } = await file.stat()
  // Only where it must be: a folder of secrets may be mounted to be read only.
  if ((mode & 0o077) !== 0) await file.chmod(0o600)
  return keyringOfFile(path, await file.readFile('utf8'))
}

/** A keyring nobody has yet, as text: one key of each kind. */
export function newKeyringText(): KeyringText {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return {
    signingKeys: signingKeyText({ kid: newId(), privateKey, publicKey }),
    encryptionKeys: `${newId()}:${randomBytes(32).toString('base64')}`,
    indexKey: randomBytes(32).toString('base64'),
    internalKey: randomBytes(32).toString('base64'),
  }
}

/** `id:base64` of the PKCS8 DER, as SIGNING_KEYS takes it. Secret. */
export function signingKeyText({ kid, privateKey }: SigningKey): string {
  return `${kid}:${privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64')}`
}

/** What anybody may know, to check tokens and ledgers: `/.well-known/jwks.json`. */
export function publicJwks({ signing }: Keyring): PublicJwks {
  return {
    keys: signing.map(({ kid, publicKey }) => {
      const { x = '' } = publicKey.export({ format: 'jwk' })
      return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' }
    }),
  }
}

/** The public keys by their name, as `verifyCompact` takes them. */
export function publicKeysByKid({ signing }: Keyring): ReadonlyMap<string, KeyObject> {
  return new Map(signing.map(({ kid, publicKey }) => [kid, publicKey]))
}

/** Reads `id:base64,…`. What is read is the thing itself, or, as a string, what is wrong with it. */
function readKeys<Key extends object>(
  setting: string,
  text: string | undefined,
  read: (id: string, base64: string) => Key | string,
  faults: string[],
): AtLeastOne<Key> | null {
  if (!text?.trim()) return noted<AtLeastOne<Key>>(setting, 'is not set', faults)
  // Sealed texts carry the id between dots.
  const entries = text.split(',').map(entry => /^\s*([\w-]{1,64}):(\S+)\s*$/.exec(entry) ?? [])
  const ids = entries.map(([, id]) => id)
  const readings = entries.map(([, id, base64], index) => {
    if (!id || !base64) return 'is not id:base64, the id of A-Z a-z 0-9 _ -'
    return ids.indexOf(id) < index ? `repeats the id ${id}` : read(id, base64)
  })
  const keys = readings.map((reading, index) =>
    noted<Key>(`${setting}, key ${index + 1},`, reading, faults),
  )
  const [first, ...others] = keys.filter(key => key !== null)
  return first && others.length + 1 === keys.length ? [first, ...others] : null
}

function noted<Thing extends object>(
  name: string,
  read: Thing | string,
  faults: string[],
): Thing | null {
  if (typeof read !== 'string') return read
  faults.push(`${name} ${read}.`)
  return null
}

function readSigningKey(kid: string, base64: string): SigningKey | string {
  try {
    const der = Buffer.from(base64, 'base64')
    const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    if (privateKey.asymmetricKeyType !== 'ed25519') {
      return `is of the kind ${privateKey.asymmetricKeyType}, not Ed25519`
    }
    return { kid, privateKey, publicKey: createPublicKey(privateKey) }
  } catch {
    return 'is not a PKCS8 key in DER, written in base64'
  }
}

function readEncryptionKey(id: string, base64: string): EncryptionKey | string {
  const key = readSecret(base64)
  return typeof key === 'string' ? key : { id, key }
}

function readSecret(base64: string | undefined): Buffer | string {
  if (!base64?.trim()) return 'is not set'
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.toString('base64') !== base64.trim()) return 'is not base64'
  return bytes.length === 32 ? bytes : `has ${bytes.length} bytes instead of 32`
}

function newId(): string {
  return randomBytes(6).toString('hex')
}

/** Makes the file, unless another process was faster. Durable before anything is sealed with it. */
async function makeOnce(path: string): Promise<void> {
  const folder = dirname(path)
  const draft = `${path}.${randomUUID()}`
  await mkdir(folder, { recursive: true, mode: 0o700 })
  try {
    const text = `${JSON.stringify(newKeyringText(), null, 2)}\n`
    await writeFile(draft, text, { flag: 'wx', mode: 0o600, flush: true })
    // A link refuses where a rename would replace: keys that another process uses stay.
    await link(draft, path)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  } finally {
    await rm(draft, { force: true })
  }
  await using entry = await open(folder)
  await entry.sync()
}

function keyringOfFile(path: string, content: string): Keyring {
  try {
    return keyringFromText(JSON.parse(content))
  } catch (error) {
    // No cause goes along: what JSON.parse says quotes the text, and the text is keys.
    const why = error instanceof KeyringFault ? error.faults.join(' ') : 'It holds no keyring.'
    throw new KeysDamaged(path, why)
  }
}
