import assert from 'node:assert/strict'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs.ts'
import { fromService } from '#platform/rpc.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import type { PaidOrder } from './order-mail-store.ts'
import { sealMail } from './sealed-mail.ts'
import { SEND_MAIL } from './send-mail-job.ts'

/** One question to members and one commit for so many. */
const BATCH = 200

type Deps = Pick<NotificationsDeps, 'database' | 'members' | 'personalData' | 'transport' | 'wake'>

/**
 * Turns paid orders into mails, a thousand a second at most: in a rush the processor belongs to
 * those who buy, and a mail may come a little later. A member who is gone gets none.
 */
export function orderMailJob(deps: Deps): Job {
  const { database, members, personalData, transport, wake } = deps
  return {
    name: 'notifications.write_order_mail',
    everyMs: 200,
    async run() {
      const orders = await database.read.listPaidOrders({ limit: BATCH })
      if (orders.length === 0) return
      const memberIds = [...new Set(orders.map(order => order.memberId))]
      const answer = await members.readContacts({ memberIds }, fromService)
      assert(!isRefusal(answer), 'members refuses no question of a service')
      const contactOf = new Map(answer.contacts.map(contact => [contact.memberId, contact]))
      const mails = orders.flatMap(order => {
        const contact = contactOf.get(order.memberId)
        if (contact === undefined) return []
        const { email, name, locale } = contact
        const letter = letterOf(order, name)
        return sealMail(personalData, { mailId: mailIdOf(order), to: email, locale, letter })
      })
      await database.write.storeOrderMails({
        mails,
        areSent: transport.deliversByStoring,
        orderIds: orders.map(order => order.orderId),
      })
      if (!transport.deliversByStoring) wake(SEND_MAIL)
    },
  }
}

/** One mail for an order, however often its event comes. */
function mailIdOf({ orderId }: PaidOrder): string {
  return uuidv8('mail.order_paid', orderId)
}

function letterOf({ orderId, titles, totalMinor, currency, paidAtMs }: PaidOrder, name: string) {
  return {
    kind: 'order_paid',
    name,
    orderId,
    titles: JSON.parse(titles),
    total: { amountMinor: totalMinor, currency },
    paidAtMs,
  } as const
}
