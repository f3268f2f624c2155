import { createHmac, timingSafeEqual } from 'node:crypto'

/** A message that is older than this may be one that somebody has kept, to send it again. */
const TOLERANCE_MS = 300_000

type Signed = {
  readonly body: string
  /** `t=1795230041,v1=…,v1=…`: while a secret is changed there are two. */
  readonly signature: string
}

/**
 * Whether Stripe signed this body a short while ago (scheme v1: HMAC-SHA-256 over `t.body`). Takes
 * as long for every wrong signature.
 */
export function isSignedByStripe(
  { body, signature }: Signed,
  { secret, nowMs }: { readonly secret: string; readonly nowMs: number },
): boolean {
  const parts = signature.split(',').map(part => part.trim())
  const seconds = parts.find(part => part.startsWith('t='))?.slice(2) ?? ''
  if (!/^\d{1,12}$/.test(seconds)) return false
  if (Math.abs(nowMs - Number(seconds) * 1_000) > TOLERANCE_MS) return false
  const expected = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return parts.filter(part => part.startsWith('v1=')).some(part => isSame(expected, part.slice(3)))
}

const isSame = (expected: string, given: string): boolean => {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}
