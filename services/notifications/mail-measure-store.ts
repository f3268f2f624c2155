import type { NotificationsTransaction } from './notifications-tables.ts'

type MailMeasures = {
  readonly nowMs: number
  /** Mails that are written and not sent, and those that are given up. */
  readonly queued: number
  readonly failed: number
  readonly oldestQueuedMs: number | null
  /** Paid orders about which nothing is written yet. */
  readonly pending: number
  readonly oldestPendingMs: number | null
  /** When the longest due mail was to be tried. */
  readonly dueMs: number | null
}

/** Counts by the index of states: what is sent is not looked at. */
export async function measureMails({
  sql,
  nowMs,
}: NotificationsTransaction): Promise<MailMeasures> {
  const now = await nowMs()
  const [queued] = await sql.all<{ count: number; oldestMs: number | null; dueMs: number | null }>(
    `select count(*) as count, min(queued_at_ms) as oldestMs, min(next_try_at_ms) as dueMs
     from mail where state = 'queued'`,
  )
  const [failed] = await sql.all<{ count: number }>(
    `select count(*) as count from mail where state = 'failed'`,
  )
  const [pending] = await sql.all<{ count: number; oldestMs: number | null }>(
    'select count(*) as count, min(paid_at_ms) as oldestMs from pending_order_mail',
  )
  return {
    nowMs: now,
    queued: queued?.count ?? 0,
    failed: failed?.count ?? 0,
    oldestQueuedMs: queued?.oldestMs ?? null,
    pending: pending?.count ?? 0,
    oldestPendingMs: pending?.oldestMs ?? null,
    dueMs: queued?.dueMs ?? null,
  }
}
