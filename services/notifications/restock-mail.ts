import type { notificationsApi } from '#contracts/notifications.ts'
import type { Calls } from '#contracts/operation.ts'
import { nameTold } from './goods-told.ts'
import { mailsToMembers } from './mails-to-members.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import { SEND_MAIL } from './send-mail-job.ts'

/** Writes to members that what they waited for is back. A member who is gone gets no mail. */
export function restockMailCalls(
  deps: NotificationsDeps,
): Pick<Calls<typeof notificationsApi>, 'sendRestockNotices'> {
  const { database, transport, wake } = deps
  return {
    async sendRestockNotices({ notices }) {
      const wanted = notices.map(({ mailId, memberId, productId, skuId, ...goods }) => ({
        ...{ mailId, memberId },
        letter: { kind: 'restock', productId, skuId, title: nameTold(goods) } as const,
      }))
      const mails = await mailsToMembers(deps, wanted)
      await database.write.storeMails({ mails, areSent: transport.deliversByStoring })
      if (!transport.deliversByStoring) wake(SEND_MAIL)
      return null
    },
  }
}
