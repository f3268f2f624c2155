import type { Member } from '#contracts/members.ts'
import type { SealedPlace } from '#platform/database/reseal.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { MemberRow } from './profile-store.ts'
import { rolesOf } from './role-words.ts'

/**
 * Where each personal text of a member belongs. A sealed text opens only where it was written, so
 * these names are never changed.
 */
const place = {
  email: (memberId: string) => `member.email:${memberId}`,
  name: (memberId: string) => `member.name:${memberId}`,
  phone: (memberId: string) => `member.phone:${memberId}`,
}

const ofMember = { table: 'member', key: ['member_id'] }
export const memberPlaces: readonly SealedPlace[] = [
  { ...ofMember, column: 'email_sealed', contextOf: place.email },
  { ...ofMember, column: 'name_sealed', contextOf: place.name },
  { ...ofMember, column: 'phone_sealed', contextOf: place.phone },
  // Kept beside the member's while an erasure goes through the other services.
  { table: 'erasure', key: ['member_id'], column: 'email_sealed', contextOf: place.email },
]

export function emailIndexOf(personal: PersonalData, canonicalEmail: string): string {
  return personal.blindIndex(canonicalEmail, 'member.email')
}

export function sealEmail(personal: PersonalData, memberId: string, email: string): string {
  return personal.seal(email, place.email(memberId))
}

export function openEmail(
  personal: PersonalData,
  { memberId, emailSealed }: Pick<MemberRow, 'memberId' | 'emailSealed'>,
): string {
  return personal.open(emailSealed, place.email(memberId))
}

export function sealName(personal: PersonalData, memberId: string, name: string): string {
  return personal.seal(name, place.name(memberId))
}

export function openName(
  personal: PersonalData,
  { memberId, nameSealed }: Pick<MemberRow, 'memberId' | 'nameSealed'>,
): string {
  return personal.open(nameSealed, place.name(memberId))
}

export function sealPhone(personal: PersonalData, memberId: string, phone: string): string {
  return personal.seal(phone, place.phone(memberId))
}

export function openMember(personal: PersonalData, row: MemberRow): Member {
  const { memberId, phoneSealed, locale, createdAtMs } = row
  return {
    memberId,
    email: openEmail(personal, row),
    name: openName(personal, row),
    ...(phoneSealed === null ? {} : { phone: personal.open(phoneSealed, place.phone(memberId)) }),
    locale,
    roles: rolesOf(row.roles),
    emailVerified: row.verifiedAtMs !== null,
    createdAtMs,
  }
}
