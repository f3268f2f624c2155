import type { Drop } from '#contracts/drops.ts'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { reminderOf } from './drop-reminders.ts'
import { nameTold } from './goods-told.ts'
import { MAILS_AT_ONCE, mailsToMembers } from './mails-to-members.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { SEND_MAIL } from './send-mail-job.ts'

const DROPS_AT_ONCE = 100

/**
 * Writes to who wants to be reminded of a drop ten minutes before it opens. Each look asks stock
 * when that is, so that a drop that was moved is reminded of at its new time, and needs no event.
 */
export function reminderMailJob(deps: NotificationsDeps): Job {
  const { read, write } = deps.database
  return {
    name: 'notifications.write_reminder_mail',
    everyMs: 10_000,
    async run() {
      for (const dropId of await read.listWatchedDrops({ limit: DROPS_AT_ONCE })) {
        const drop = await deps.stock.readDrop({ dropId }, fromService)
        const due = isRefusal(drop) ? 'never' : reminderOf(drop).due
        if (due === 'later') await write.noteLooked({ dropId })
        else if (isRefusal(drop) || due === 'never') await write.forgetWatchedDrop({ dropId })
        else await remind(deps, drop)
      }
    },
  }
}

/** It stays watched until it opens, because somebody may ask in its last ten minutes. */
async function remind(deps: NotificationsDeps, drop: Drop): Promise<void> {
  const { database, transport, wake } = deps
  const { dropId, opensAtMs } = drop
  const title = nameTold(drop)
  for (;;) {
    const memberIds = await database.read.listReminders({ dropId, limit: MAILS_AT_ONCE })
    if (memberIds.length === 0) break
    const wanted = memberIds.map(memberId => ({
      // One for each drop, however often it is moved or asked for again.
      mailId: uuidv8('mail.drop_reminder', dropId, memberId),
      memberId,
      letter: { kind: 'drop_reminder', dropId, title, opensAtMs } as const,
    }))
    const mails = await mailsToMembers(deps, wanted)
    const reminders = memberIds.map(memberId => ({ dropId, memberId }))
    await database.write.storeReminderMails({
      ...{ mails, reminders, areSent: transport.deliversByStoring },
    })
    if (!transport.deliversByStoring) wake(SEND_MAIL)
  }
  await database.write.noteLooked({ dropId })
}
