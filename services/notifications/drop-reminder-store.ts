import { storeMails, type WrittenMails } from './mail-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'

type Reminder = { readonly dropId: string; readonly memberId: string }

/** The member is to be told before the drop opens. Again, it changes nothing. */
export async function putReminder(
  trx: NotificationsTransaction,
  { dropId, memberId }: Reminder,
): Promise<void> {
  // Written first, so that whoever forgets the drop at this moment waits, and sees the reminder.
  const known = await trx.sql.run(
    'update watched_drop set looked_at_ms = looked_at_ms where drop_id = ?',
    dropId,
  )
  if (known === 0) {
    await trx.sql.run('insert into watched_drop (drop_id, looked_at_ms) values (?, 0)', dropId)
  }
  await trx.sql.run(
    `insert into drop_reminder (drop_id, member_id)
     select * from (select ? as drop_id, ? as member_id) as wanted
     where not exists (select 1 from drop_reminder where drop_id = ? and member_id = ?)`,
    ...[dropId, memberId, dropId, memberId],
  )
}

/** The member is not to be told any more. */
export async function removeReminder(
  trx: NotificationsTransaction,
  { dropId, memberId }: Reminder,
): Promise<void> {
  await trx.sql.run(
    'delete from drop_reminder where drop_id = ? and member_id = ?',
    dropId,
    memberId,
  )
}

/** Drops that somebody wants to be reminded of, those that were looked at longest ago first. */
export async function listWatchedDrops(
  trx: NotificationsTransaction,
  { limit }: { readonly limit: number },
): Promise<string[]> {
  const rows = await trx.sql.all<{ dropId: string }>(
    'select drop_id as dropId from watched_drop order by looked_at_ms, drop_id limit ?',
    limit,
  )
  return rows.map(({ dropId }) => dropId)
}

/** Its opening was looked up, and is still far. */
export async function noteLooked(
  trx: NotificationsTransaction,
  { dropId }: { readonly dropId: string },
): Promise<void> {
  const nowMs = await trx.nowMs()
  await trx.sql.run('update watched_drop set looked_at_ms = ? where drop_id = ?', nowMs, dropId)
}

/** Members who want to be reminded of a drop. */
export async function listReminders(
  trx: NotificationsTransaction,
  { dropId, limit }: { readonly dropId: string; readonly limit: number },
): Promise<string[]> {
  const rows = await trx.sql.all<{ memberId: string }>(
    `select member_id as memberId from drop_reminder where drop_id = ? order by member_id limit ?`,
    dropId,
    limit,
  )
  return rows.map(({ memberId }) => memberId)
}

/** Stores the mails of these reminders, which are carried out with it. */
export async function storeReminderMails(
  trx: NotificationsTransaction,
  input: WrittenMails & { readonly reminders: readonly Reminder[] },
): Promise<void> {
  await storeMails(trx, input)
  await trx.sql.runEach(
    'delete from drop_reminder where drop_id = ? and member_id = ?',
    input.reminders.map(({ dropId, memberId }) => [dropId, memberId]),
  )
}

/** There is nothing to remind of any more; who asked for it too late is told nothing. */
export async function forgetWatchedDrop(
  trx: NotificationsTransaction,
  { dropId }: { readonly dropId: string },
): Promise<void> {
  await trx.sql.run('delete from watched_drop where drop_id = ?', dropId)
  await trx.sql.run('delete from drop_reminder where drop_id = ?', dropId)
}
