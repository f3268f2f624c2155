import type { MembersTransaction } from './members-tables.ts'

export type PrivilegedAct = {
  readonly auditId: string
  /** Null where it was the shop itself. */
  readonly actorId: string | null
  readonly act: 'roles_set' | 'first_admin_made' | 'crowd_made'
  readonly subjectId: string | null
  /** No personal data. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Writes down a privileged act, in the transaction of the act. Rows are added, never changed. */
export async function writeAudit(
  trx: MembersTransaction,
  { auditId, actorId, act, subjectId, details }: PrivilegedAct,
): Promise<void> {
  await trx.query
    .insertInto('audit')
    .values({
      audit_id: auditId,
      actor_id: actorId,
      act,
      subject_id: subjectId,
      details: JSON.stringify(details),
      at_ms: await trx.nowMs(),
    })
    .execute()
}

/** The newest first, of one actor and on one subject if told; `after` is the last one seen. */
export async function listAudit(
  trx: MembersTransaction,
  input: {
    readonly actorId: string | null
    readonly subjectId: string | null
    readonly after: string | null
    readonly limit: number
  },
) {
  let query = trx.query
    .selectFrom('audit')
    .select([
      'audit_id as auditId',
      'actor_id as actorId',
      'act',
      'subject_id as subjectId',
      'details',
      'at_ms as atMs',
    ])
  if (input.actorId !== null) query = query.where('actor_id', '=', input.actorId)
  if (input.subjectId !== null) query = query.where('subject_id', '=', input.subjectId)
  if (input.after !== null) query = query.where('audit_id', '<', input.after)
  return query.orderBy('audit_id', 'desc').limit(input.limit).execute()
}
