/**
 * The text of a file as a spreadsheet or a carrier saved it: UTF-8, UTF-16 where its first two bytes
 * say so, and else what Korean Excel calls CSV. That is CP949, by the name of `euc-kr` (WHATWG
 * Encoding). A letter of none of them is U+FFFD.
 */
export function textOfFile(bytes: Uint8Array): string {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return utf8Of(bytes) ?? new TextDecoder('euc-kr').decode(bytes)
}

/** Null where it is not UTF-8. */
function utf8Of(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}
