import type { MembersTransaction } from './members-tables.ts'

type PrivilegedAct = {
  readonly auditId: string
  /** Null where it was the shop itself. */
  readonly actorId: string | null
  readonly act: string
  readonly subjectId: string | null
  /** No personal data. */
  readonly details: Readonly<Record<string, unknown>>
}

/** Writes down a privileged act, in the transaction of the act. Rows are added, never changed. */
export async function writeAudit(trx: MembersTransaction, act: PrivilegedAct): Promise<void> {
  await recordAct(trx, act)
  await recordOutcome(trx, { auditId: act.auditId, outcome: 'done' })
}

// Each once, however often it is told.
const RECORD_ACT = `insert into audit (audit_id, actor_id, act, subject_id, details, at_ms)
  select ?, ?, ?, ?, ?, ? from (select 1 as one) as once
  where not exists (select 1 from audit as present where present.audit_id = ?)`

const RECORD_OUTCOME = `insert into audit_outcome (audit_id, outcome, subject_id, result, at_ms)
  select ?, ?, ?, ?, ? from (select 1 as one) as once
  where not exists (select 1 from audit_outcome as present where present.audit_id = ?)`

/** Writes down an act that is about to be done. */
export async function recordAct(trx: MembersTransaction, act: PrivilegedAct): Promise<void> {
  const { auditId, actorId, subjectId } = act
  const details = JSON.stringify(act.details)
  const row = [auditId, actorId, act.act, subjectId, details, await trx.nowMs()]
  await trx.sql.run(RECORD_ACT, ...row, auditId)
}

/** Writes down what came of it. */
export async function recordOutcome(
  trx: MembersTransaction,
  {
    auditId,
    outcome,
    subjectId,
    result,
  }: {
    readonly auditId: string
    readonly outcome: string
    readonly subjectId?: string
    /** No personal data. */
    readonly result?: Readonly<Record<string, unknown>>
  },
): Promise<void> {
  const answered = result === undefined ? null : JSON.stringify(result)
  const row = [auditId, outcome, subjectId ?? null, answered, await trx.nowMs()]
  await trx.sql.run(RECORD_OUTCOME, ...row, auditId)
}

type AuditFilter = {
  readonly actorId?: string
  /** What an act was about, or what it made. */
  readonly subjectId?: string
  /** Who did it, or whom it was done to. */
  readonly concernsId?: string
  readonly act?: string
  readonly sinceMs?: number
  readonly untilMs?: number
}

/** The newest first, of those that pass the filter; `after` is the last one seen. */
export async function listAudit(
  trx: MembersTransaction,
  {
    filter,
    after,
    limit,
  }: { readonly filter: AuditFilter; readonly after: string | null; readonly limit: number },
) {
  const { actorId, subjectId, concernsId, act, sinceMs, untilMs } = filter
  let query = trx.query
    .selectFrom('audit as a')
    .leftJoin('audit_outcome as o', 'o.audit_id', 'a.audit_id')
    .select([
      'a.audit_id as auditId',
      'a.actor_id as actorId',
      'a.act',
      'a.subject_id as subjectId',
      'a.details',
      'a.at_ms as atMs',
      'o.outcome',
      'o.subject_id as madeId',
      'o.result',
    ])
  if (actorId !== undefined) query = query.where('a.actor_id', '=', actorId)
  if (act !== undefined) query = query.where('a.act', '=', act)
  if (sinceMs !== undefined) query = query.where('a.at_ms', '>=', sinceMs)
  if (untilMs !== undefined) query = query.where('a.at_ms', '<', untilMs)
  if (subjectId !== undefined) {
    query = query.where('a.audit_id', 'in', from =>
      from
        .selectFrom('audit')
        .select('audit_id')
        .where('subject_id', '=', subjectId)
        .union(
          from.selectFrom('audit_outcome').select('audit_id').where('subject_id', '=', subjectId),
        ),
    )
  }
  if (concernsId !== undefined) {
    query = query.where('a.audit_id', 'in', from =>
      from
        .selectFrom('audit')
        .select('audit_id')
        .where('subject_id', '=', concernsId)
        .union(from.selectFrom('audit').select('audit_id').where('actor_id', '=', concernsId)),
    )
  }
  if (after !== null) query = query.where('a.audit_id', '<', after)
  return query.orderBy('a.audit_id', 'desc').limit(limit).execute()
}
