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
