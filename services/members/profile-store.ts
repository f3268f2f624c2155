import type { MembersTransaction } from './members-tables.ts'

/** An account as it stands; its texts are sealed for its id. */
export type MemberRow = {
  readonly memberId: string
  readonly emailSealed: string
  readonly nameSealed: string
  readonly phoneSealed: string | null
  readonly locale: 'ko' | 'en'
  readonly roles: string
  readonly verifiedAtMs: number | null
  readonly createdAtMs: number
}

/** What is needed to write to a member. */
type ContactRow = Pick<MemberRow, 'memberId' | 'emailSealed' | 'nameSealed' | 'locale'>

/** What is left out stays; a null takes away. */
type ProfileChanges = {
  readonly memberId: string
  readonly nameSealed?: string
  readonly phoneSealed?: string | null
  readonly locale?: 'ko' | 'en'
}

const columns = [
  'member_id as memberId',
  'email_sealed as emailSealed',
  'name_sealed as nameSealed',
  'phone_sealed as phoneSealed',
  'locale',
  'roles',
  'verified_at_ms as verifiedAtMs',
  'created_at_ms as createdAtMs',
] as const

export async function readMember(
  trx: MembersTransaction,
  { memberId }: { readonly memberId: string },
): Promise<MemberRow | null> {
  const query = trx.query.selectFrom('member').select(columns).where('member_id', '=', memberId)
  return (await query.executeTakeFirst()) ?? null
}

/** The members of these ids that exist, in no order. A look-up each, in one journey: lists vary. */
export async function readMembers(
  trx: MembersTransaction,
  { memberIds }: { readonly memberIds: readonly string[] },
): Promise<ContactRow[]> {
  const found = await Promise.all(
    memberIds.map(memberId =>
      trx.sql.all<ContactRow>(
        `select member_id as memberId, email_sealed as emailSealed, name_sealed as nameSealed, locale
         from member where member_id = ?`,
        memberId,
      ),
    ),
  )
  return found.flat()
}

/** Members, the newest first; `after` is the last one seen. */
export async function listMembers(
  trx: MembersTransaction,
  input: {
    readonly emailIndex: string | null
    readonly memberId: string | null
    readonly after: string | null
    readonly limit: number
  },
): Promise<MemberRow[]> {
  let query = trx.query.selectFrom('member').select(columns)
  if (input.emailIndex !== null) query = query.where('email_index', '=', input.emailIndex)
  if (input.memberId !== null) query = query.where('member_id', '=', input.memberId)
  if (input.after !== null) query = query.where('member_id', '<', input.after)
  return query.orderBy('member_id', 'desc').limit(input.limit).execute()
}

/** Gives the member as it is then; null where there is none. */
export async function changeProfile(
  trx: MembersTransaction,
  { memberId, ...changes }: ProfileChanges,
): Promise<MemberRow | null> {
  await trx.query
    .updateTable('member')
    .set(row => ({
      turn: row('turn', '+', 1),
      ...(changes.nameSealed === undefined ? {} : { name_sealed: changes.nameSealed }),
      ...(changes.phoneSealed === undefined ? {} : { phone_sealed: changes.phoneSealed }),
      ...(changes.locale === undefined ? {} : { locale: changes.locale }),
    }))
    .where('member_id', '=', memberId)
    .execute()
  return readMember(trx, { memberId })
}
