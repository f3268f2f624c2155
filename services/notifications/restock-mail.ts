import assert from 'node:assert/strict'
import type { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { sealMail } from './sealed-mail.ts'
import { SEND_MAIL } from './send-mail-job.ts'

type Deps = Pick<NotificationsDeps, 'database' | 'members' | 'personalData' | 'transport' | 'wake'>

/** Writes to members that what they waited for is back. A member who is gone gets no mail. */
export function restockMailCalls(
  deps: Deps,
): Pick<Calls<typeof notificationsApi>, 'sendRestockNotices'> {
  const { database, members, personalData, transport, wake } = deps
  return {
    async sendRestockNotices({ notices }) {
      const memberIds = [...new Set(notices.map(notice => notice.memberId))]
      const answer = await members.readContacts({ memberIds }, fromService)
      assert(!isRefusal(answer), 'members refuses no question of a service')
      const contactOf = new Map(answer.contacts.map(contact => [contact.memberId, contact]))
      const mails = notices.flatMap(({ mailId, memberId, productId, title }) => {
        const contact = contactOf.get(memberId)
        if (contact === undefined) return []
        const { email, name, locale } = contact
        const letter = { kind: 'restock', name, productId, title } as const
        return sealMail(personalData, { mailId, to: email, locale, letter })
      })
      await database.write.storeMails({ mails, areSent: transport.deliversByStoring })
      if (!transport.deliversByStoring) wake(SEND_MAIL)
      return null
    },
  }
}
