type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif'

// How each begins, by its own standard (ISO 10918, ISO 15948, RFC 9649, GIF89a, AV1-AVIF).
const JPEG = [0xff, 0xd8, 0xff]
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/**
 * What a file is by its first bytes, whatever its name or sender says; null where it is no picture
 * that we take. SVG is none: it is a document that can run scripts.
 */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | null {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  const begins = (magic: readonly number[]) => magic.every((byte, at) => bytes[at] === byte)
  if (begins(JPEG)) return 'jpeg'
  if (begins(PNG)) return 'png'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp'
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif'
  if (text(4, 8) === 'ftyp' && ['avif', 'avis'].includes(text(8, 12))) return 'avif'
  return null
}
