import { domainToASCII } from 'node:url'

/**
 * The one form of an e-mail address, or null where it is none. All that follows (the blind index,
 * the account, where mail goes) uses this form and never what was typed: were an account found by
 * one form and written to by another, its mail could be led to a stranger's mailbox.
 *
 * Trimmed, NFC; the domain as Punycode in lower case (UTS #46); the local part in lower case,
 * although RFC 5321 lets a host tell cases apart: none that people use does, and two accounts of
 * one person are the greater harm. A local part that NFKC would change (`ａdmin`, `ﬁona`) is
 * refused and not mapped: the mapped address may be somebody else's. Comments, quoted local parts,
 * address literals and domains without a dot are no addresses here.
 */
export function canonicalEmail(typed: string): string | null {
  const [local = '', domain = '', ...more] = typed.trim().normalize('NFC').split('@')
  if (more.length > 0) return null
  const localPart = canonicalLocalPart(local)
  const asciiDomain = canonicalDomain(domain)
  if (localPart === null || asciiDomain === null) return null
  const email = `${localPart}@${asciiDomain}`
  return Buffer.byteLength(email) <= LONGEST_EMAIL_BYTES ? email : null
}

/** RFC 5321, 4.5.3.1, by RFC 3696's erratum 1690. */
const LONGEST_EMAIL_BYTES = 254
const LONGEST_LOCAL_PART_BYTES = 64

/** A dot-atom of RFC 5322 with the letters of RFC 6531; no separator or control character. */
const DOT_ATOM =
  /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u

/** Before Punycode: neither `%`, which the URL standard would decode, nor anything of its syntax. */
const DOMAIN_AS_TYPED = /^[\p{L}\p{M}\p{N}.。-]+$/u

/** Two labels at least, the last with a letter first, so that no IPv4 address is taken for one. */
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

function canonicalLocalPart(local: string): string | null {
  const lower = local.toLowerCase().normalize('NFC')
  if (!DOT_ATOM.test(lower) || lower !== lower.normalize('NFKC')) return null
  return Buffer.byteLength(lower) <= LONGEST_LOCAL_PART_BYTES ? lower : null
}

function canonicalDomain(domain: string): string | null {
  if (!DOMAIN_AS_TYPED.test(domain)) return null
  const ascii = domainToASCII(domain)
  return DOMAIN.test(ascii) ? ascii : null
}
