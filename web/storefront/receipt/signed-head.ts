import type { SignedHead } from '#contracts/ledger.ts'
import { canonicalText } from './canonical-text.ts'
import type { Bytes } from './inclusion.ts'

/** A public key of the shop, as `/.well-known/jwks.json` gives it. */
export type PublicKey = {
  readonly kid?: string
  readonly kty: string
  readonly crv?: string
  readonly x?: string
}

export type Signature = 'right' | 'wrong' | 'unable'

/** Who signed the head; `unable` where this browser has no Ed25519. */
export async function signatureOf(
  head: SignedHead,
  keys: readonly PublicKey[],
): Promise<Signature> {
  try {
    return (await isHeadSigned(head, keys)) ? 'right' : 'wrong'
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    // Anything else than a missing Ed25519 is a text that no signature could be.
    return error.name === 'NotSupportedError' ? 'unable' : 'wrong'
  }
}

/**
 * Whether the head is what a key of the shop signed: a compact JWS (RFC 7515) by Ed25519 (RFC
 * 8037), of the type of ledger heads, whose payload is the head itself and nothing else. Throws a
 * `NotSupportedError` where the browser has no Ed25519.
 */
async function isHeadSigned(
  { jws, ...head }: SignedHead,
  keys: readonly PublicKey[],
): Promise<boolean> {
  const [header = '', payload = '', signature = '', ...more] = jws.split('.')
  const { alg, typ, kid } = jsonOf(header)
  const jwk = keys.find(key => key.kid === kid && key.kty === 'OKP' && key.crv === 'Ed25519')
  if (alg !== 'EdDSA' || typ !== 'ledger-head' || jwk === undefined || more.length > 0) return false
  const { kty, crv = '', x = '' } = jwk
  const key = await crypto.subtle.importKey('jwk', { kty, crv, x }, 'Ed25519', false, ['verify'])
  const signed = new TextEncoder().encode(`${header}.${payload}`)
  const isRight = await crypto.subtle.verify('Ed25519', key, bytesOf(signature), signed)
  return isRight && textOf(payload) === canonicalText(head)
}

function jsonOf(part: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(textOf(part)))
  } catch (error) {
    // Whatever is no JSON has no header that could be right.
    if (error instanceof SyntaxError || error instanceof DOMException) return {}
    throw error
  }
}

const textOf = (part: string) => new TextDecoder().decode(bytesOf(part))

const bytesOf = (part: string): Bytes =>
  Uint8Array.from(atob(part.replaceAll('-', '+').replaceAll('_', '/')), sign => sign.charCodeAt(0))
