import { hash } from 'node:crypto'

/** How long each hash of a tree is: SHA-256. */
export const HASH_BYTES = 32

/** RFC 9162 2.1.1: SHA-256(0x00 ‖ bytes). A string stands for its UTF-8. */
export function leafHash(bytes: string | Uint8Array): Buffer {
  if (typeof bytes === 'string') return sha256(`\0${bytes}`)
  return sha256(Buffer.concat([Buffer.of(0), bytes]))
}

/** RFC 9162 2.1.1: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  nodeBytes.set(left, 1)
  nodeBytes.set(right, 1 + HASH_BYTES)
  return sha256(nodeBytes)
}

const nodeBytes = Buffer.alloc(1 + 2 * HASH_BYTES, 1)

// Measured in Node 24: by way of a string 0.9 µs, at once to a buffer 1.9 µs, `createHash` 2.3 µs.
function sha256(bytes: string | Uint8Array): Buffer {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary')
}

/** The root of a tree without leaves: the hash of nothing. RFC 9162 2.1.1. */
export const emptyRootHash = sha256('')
