import { domainToASCII } from 'node:url'
import type { SealedPlace } from '#platform/database/reseal.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { NewMail, StoredMail } from './mail-store.ts'
import { type Letter, languageOf } from './templates/letter.ts'

/** A letter and its reader, sealed for storing. */
export function sealMail(
  personal: PersonalData,
  mail: {
    readonly mailId: string
    readonly to: string
    readonly locale: string
    readonly letter: Letter
  },
): NewMail {
  const { mailId, to, locale, letter } = mail
  return {
    mailId,
    kind: letter.kind,
    language: languageOf(locale),
    recipientIndex: recipientIndexOf(personal, to),
    // One text, because sealing is most of what a mail costs in a rush.
    contentSealed: personal.seal(JSON.stringify({ to, letter }), contentPlace(mailId)),
  }
}

export function openMail(
  personal: PersonalData,
  { mailId, contentSealed }: StoredMail,
): { readonly to: string; readonly letter: Letter } {
  return JSON.parse(personal.open(contentSealed, contentPlace(mailId)))
}

/**
 * What the mailbox finds a recipient by, however its address is typed. Members hands over the
 * canonical form already; this is enough of it to compare.
 */
export function recipientIndexOf(personal: PersonalData, address: string): string {
  const typed = address.trim().normalize('NFC').toLowerCase()
  const at = typed.lastIndexOf('@') + 1
  const domain = typed.slice(at)
  return personal.blindIndex(typed.slice(0, at) + (domainToASCII(domain) || domain), 'mail.to')
}

// Never changed: a sealed text opens only where it was written.
const contentPlace = (mailId: string) => `mail.content:${mailId}`

/** All that this service has sealed, for keys that rotate. */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: 'mail', key: ['mail_id'], column: 'content_sealed', contextOf: contentPlace },
]
