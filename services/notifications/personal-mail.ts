import type { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { openMail, recipientIndexOf } from './sealed-mail.ts'
import { writeMail } from './templates/write-mail.ts'

type PersonalCalls = Pick<Calls<typeof notificationsApi>, 'exportMails' | 'eraseMails'>

/** More than a shop writes to anybody who is not a program. */
const MAILS_EXPORTED = 1_000

/** What the mails know of a member: shown to the member, and forgotten with the account. */
export function personalMailCalls({
  database,
  personalData,
  publicUrl,
}: NotificationsDeps): PersonalCalls {
  return {
    async exportMails({ memberId, to }) {
      const recipientIndex = recipientIndexOf(personalData, to)
      const rows = await database.read.listMailsTo({ recipientIndex, limit: MAILS_EXPORTED })
      const mails = rows.map(({ kind, queuedAtMs, sentAtMs, ...mail }) => {
        const { letter } = openMail(personalData, mail)
        const { subject } = writeMail(letter, mail.language, publicUrl)
        return { kind, subject, queuedAtMs, ...(sentAtMs === null ? {} : { sentAtMs }) }
      })
      const reminders = await database.read.listRemindersOf({ memberId, limit: MAILS_EXPORTED })
      return { mails, reminders }
    },

    async eraseMails({ memberId, to }) {
      const recipientIndex = recipientIndexOf(personalData, to)
      await database.write.eraseMails({ memberId, recipientIndex })
      return null
    },
  }
}
