import type { Role } from '#contracts/operation.ts'
import { writeAudit } from './audit-store.ts'
import { insertAccounts, type NewAccount } from './insert-accounts-store.ts'
import type { MembersTransaction } from './members-tables.ts'
import { type MemberRow, readMember } from './profile-store.ts'
import { removeRivals } from './proof-store.ts'
import { rolesOf, rolesText } from './role-words.ts'

type RoleChange = {
  readonly auditId: string
  readonly actorId: string
  readonly memberId: string
  readonly roles: readonly Role[]
}

type RolesChanged =
  | { readonly outcome: 'changed'; readonly member: MemberRow }
  /** The actor is no admin any more, whatever the token says. */
  | { readonly outcome: 'forbidden' }
  | { readonly outcome: 'not_found' | 'last_admin' | 'unverified' }

/** Gives a member exactly these roles. The shop keeps an admin, and rights need a proven address. */
export async function setRoles(
  trx: MembersTransaction,
  { auditId, actorId, memberId, roles }: RoleChange,
): Promise<RolesChanged> {
  await takeRoleTurn(trx)
  const actor = await readMember(trx, { memberId: actorId })
  if (actor === null || !rolesOf(actor.roles).includes('admin')) return { outcome: 'forbidden' }
  const before = await readMember(trx, { memberId })
  if (before === null) return { outcome: 'not_found' }
  const isAdmin = roles.includes('admin')
  if (before.verifiedAtMs === null && rolesText(roles) !== 'member') {
    return { outcome: 'unverified' }
  }
  if (!isAdmin && !(await hasAdminBeside(trx, memberId))) return { outcome: 'last_admin' }
  await writeRoles(trx, memberId, rolesText(roles), isAdmin)
  await writeAudit(trx, {
    auditId,
    actorId,
    act: 'roles_set',
    subjectId: memberId,
    details: { before: rolesOf(before.roles), after: rolesOf(rolesText(roles)) },
  })
  return { outcome: 'changed', member: { ...before, roles: rolesText(roles) } }
}

export async function hasAdmin(trx: MembersTransaction): Promise<boolean> {
  return hasAdminBeside(trx, '')
}

/**
 * Makes the first admin, verified, unless there is an admin by now. A verified member who has the
 * address becomes it and keeps the password: the address is proven, and the operator named it.
 */
export async function makeFirstAdmin(
  trx: MembersTransaction,
  { account, auditId }: { readonly account: NewAccount; readonly auditId: string },
): Promise<'present' | 'created' | 'promoted'> {
  await takeRoleTurn(trx)
  if (await hasAdmin(trx)) return 'present'
  const owner = await trx.query
    .selectFrom('member')
    .select(['member_id as memberId', 'roles'])
    .where('proven_email_index', '=', account.emailIndex)
    .executeTakeFirst()
  const memberId = owner?.memberId ?? account.memberId
  if (owner !== undefined) {
    const roles = rolesText([...rolesOf(owner.roles), 'admin'])
    await writeRoles(trx, memberId, roles, true)
  } else {
    const standing = { roles: rolesText(['member', 'admin']), isAdmin: true, isVerified: true }
    await insertAccounts(trx, [account], standing)
    await removeRivals(trx, memberId, account.emailIndex)
  }
  const outcome = owner === undefined ? 'created' : 'promoted'
  await writeAudit(trx, {
    auditId,
    actorId: null,
    act: 'first_admin_made',
    subjectId: memberId,
    details: { outcome },
  })
  return outcome
}

/** From here on no other transaction changes who is an admin. */
export async function takeRoleTurn(trx: MembersTransaction): Promise<void> {
  await trx.sql.run('update role_turn set turn = turn + 1 where lane = 1')
}

async function writeRoles(
  trx: MembersTransaction,
  memberId: string,
  roles: string,
  isAdmin: boolean,
): Promise<void> {
  await trx.query
    .updateTable('member')
    .set({ roles, is_admin: isAdmin ? 1 : 0 })
    .where('member_id', '=', memberId)
    .execute()
}

export async function hasAdminBeside(trx: MembersTransaction, memberId: string): Promise<boolean> {
  const [other] = await trx.sql.all(
    'select member_id from member where is_admin = 1 and member_id <> ? limit 1',
    memberId,
  )
  return other !== undefined
}
