import assert from 'node:assert/strict'
import { uuidv7 } from '#platform/ids.ts'
import { canonicalEmail } from './email-address.ts'
import type { MembersDeps } from './members-deps.ts'
import { emailIndexOf, sealEmail, sealName } from './sealed-member.ts'

type Deps = Pick<MembersDeps, 'database' | 'clock' | 'passwords' | 'personalData'>

/**
 * Makes the first admin, verified, when there is none: `created` with this password, or `promoted`
 * where a verified member has the address and keeps the own password. Else it is `present`, and
 * nothing changes. Safe to repeat, also by processes that start at once.
 */
export async function ensureFirstAdmin(
  { database, clock, passwords, personalData }: Deps,
  { email: typed, password }: { readonly email: string; readonly password: string },
): Promise<'present' | 'created' | 'promoted'> {
  if (await database.read.hasAdmin(null)) return 'present'
  const email = canonicalEmail(typed)
  assert(email !== null, 'ADMIN_EMAIL is not an e-mail address')
  const passwordHash = await passwords.hash(password)
  const nowMs = clock.nowMs()
  const memberId = uuidv7(nowMs)
  return database.write.makeFirstAdmin({
    auditId: uuidv7(nowMs),
    account: {
      memberId,
      emailIndex: emailIndexOf(personalData, email),
      emailSealed: sealEmail(personalData, memberId, email),
      nameSealed: sealName(personalData, memberId, 'Admin'),
      phoneSealed: null,
      locale: 'ko',
      passwordHash,
    },
  })
}
