import { hash, randomFillSync } from 'node:crypto'

/** Makes ids; a double in tests. */
export type Ids = { next(): string }

const random = Buffer.allocUnsafe(4096)
let used = random.length

/** UUID version 7 (RFC 9562): the instant first, so that rows in order of birth lie together. */
export function uuidv7(nowMs: number): string {
  if (used + 10 > random.length) {
    randomFillSync(random)
    used = 0
  }
  const bytes = Buffer.allocUnsafe(16)
  bytes.writeUIntBE(nowMs, 0, 6)
  random.copy(bytes, 6, used, used + 10)
  used += 10
  return format(bytes, 0x70)
}

/**
 * UUID version 8 (RFC 9562) from SHA-256 of what it names, so that a repetition finds the same.
 * The parts are told apart by a byte that no part contains.
 */
export function uuidv8(purpose: string, ...parts: readonly string[]): string {
  return format(hash('sha256', `${purpose}\0${parts.join('\0')}`, 'buffer'), 0x80)
}

function format(bytes: Buffer, version: number): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | version
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
