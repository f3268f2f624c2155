import assert from 'node:assert/strict'
import { type KeyObject, sign, verify } from 'node:crypto'
import type { SigningKey } from './keyring.ts'

/** What came of a verification. Only a valid one has a payload. */
type JwsVerification =
  | { readonly outcome: 'valid'; readonly payloadText: string }
  | { readonly outcome: 'malformed' | 'unknown_key' | 'wrong_signature' | 'wrong_type' }

/** A longer text is refused before anything of it is read. */
export const LONGEST_JWS = 4_096

const SIGNATURE_BYTES = 64

type Readable = {
  readonly outcome: 'readable'
  readonly signed: Buffer
  readonly signature: Buffer
  readonly publicKey: KeyObject
  readonly payload: string
}

const headers = new WeakMap<SigningKey, Map<string, string>>()

/**
 * A compact JWS (RFC 7515) with EdDSA over Ed25519 (RFC 8037). The header is `alg`, `typ`, `kid`,
 * and is made once per key and type. Synchronous: a ledger head is signed where it is decided.
 */
export function signCompact(payloadText: string, key: SigningKey, typ: string): string {
  const signed = `${headerOf(key, typ)}.${Buffer.from(payloadText).toString('base64url')}`
  const signature = sign(null, Buffer.from(signed, 'latin1'), key.privateKey)
  const jws = `${signed}.${signature.toString('base64url')}`
  assert(jws.length <= LONGEST_JWS, `a JWS of ${jws.length} characters would be refused`)
  return jws
}

/**
 * Verifies what `signCompact` made, with the keys it may have used by their `kid`. The type is
 * compared first, so that nothing signed for one purpose serves another (RFC 8725, 3.11).
 * Malformed is every header but `alg`, `typ`, `kid` with EdDSA: no `none`, no HMAC, no `crit`,
 * no key that the text brings along. Of a text exactly one spelling is valid.
 */
export function verifyCompact(
  jws: string,
  keysByKid: ReadonlyMap<string, KeyObject>,
  typ: string,
): JwsVerification {
  const read = readCompact(jws, keysByKid, typ)
  if (read.outcome !== 'readable') return read
  return verdict(read, verify(null, read.signed, read.publicKey, read.signature))
}

/** The same, but the arithmetic is done in libuv's thread pool and the event loop goes on. */
export function verifyCompactInPool(
  jws: string,
  keysByKid: ReadonlyMap<string, KeyObject>,
  typ: string,
): Promise<JwsVerification> {
  const read = readCompact(jws, keysByKid, typ)
  if (read.outcome !== 'readable') return Promise.resolve(read)
  return new Promise((resolve, reject) => {
    verify(null, read.signed, read.publicKey, read.signature, (error, isRight) => {
      if (error) reject(error)
      else resolve(verdict(read, isRight))
    })
  })
}

function headerOf(key: SigningKey, typ: string): string {
  const made = headers.get(key)?.get(typ)
  if (made !== undefined) return made
  const text = JSON.stringify({ alg: 'EdDSA', typ, kid: key.kid })
  const header = Buffer.from(text).toString('base64url')
  headers.set(key, (headers.get(key) ?? new Map<string, string>()).set(typ, header))
  return header
}

function readCompact(
  jws: string,
  keysByKid: ReadonlyMap<string, KeyObject>,
  typ: string,
): Readable | Exclude<JwsVerification, { readonly outcome: 'valid' }> {
  if (jws.length > LONGEST_JWS) return { outcome: 'malformed' }
  const [headerText, payload, signatureText, ...more] = jws.split('.')
  if (headerText === undefined || payload === undefined || signatureText === undefined) {
    return { outcome: 'malformed' }
  }
  const header = readHeader(headerText)
  const signature = Buffer.from(signatureText, 'base64url')
  // The last of 86 characters has four bits to spare: another spelling is another text.
  const isExact = signature.toString('base64url') === signatureText
  if (more.length > 0 || header === null || !isExact || signature.length !== SIGNATURE_BYTES) {
    return { outcome: 'malformed' }
  }
  if (header.typ !== typ) return { outcome: 'wrong_type' }
  const publicKey = keysByKid.get(header.kid)
  if (publicKey === undefined) return { outcome: 'unknown_key' }
  const signed = Buffer.from(jws.slice(0, headerText.length + 1 + payload.length))
  return { outcome: 'readable', signed, signature, publicKey, payload }
}

function readHeader(text: string): { readonly typ: string; readonly kid: string } | null {
  const header = parsed(Buffer.from(text, 'base64url').toString())
  if (typeof header !== 'object' || header === null || Object.keys(header).length !== 3) return null
  if (!('alg' in header && 'typ' in header && 'kid' in header)) return null
  const { alg, typ, kid } = header
  if (alg !== 'EdDSA' || typeof typ !== 'string' || typeof kid !== 'string') return null
  return { typ, kid }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function verdict({ payload }: Readable, isRight: boolean): JwsVerification {
  if (!isRight) return { outcome: 'wrong_signature' }
  return { outcome: 'valid', payloadText: Buffer.from(payload, 'base64url').toString() }
}
