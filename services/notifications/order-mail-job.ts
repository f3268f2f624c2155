import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { pendingMailJob } from './mails-to-members.ts'
import type { NotificationsDeps } from './notifications-deps.ts'

/**
 * Turns paid orders into mails, a thousand a second at most: in a rush the processor belongs to
 * those who buy, and a mail may come a little later.
 */
export function orderMailJob(deps: NotificationsDeps): Job {
  const { read, write } = deps.database
  return pendingMailJob(deps, {
    name: 'notifications.write_order_mail',
    everyMs: 200,
    list: read.listPaidOrders,
    mailOf: ({ orderId, memberId, titles, totalMinor, currency, paidAtMs }) => ({
      // One mail for an order, however often its event comes.
      mailId: uuidv8('mail.order_paid', orderId),
      memberId,
      letter: {
        kind: 'order_paid',
        ...{ orderId, titles: JSON.parse(titles), paidAtMs },
        total: { amountMinor: totalMinor, currency },
      },
    }),
    store: (written, orders) =>
      write.storeOrderMails({ ...written, ids: orders.map(({ orderId }) => orderId) }),
  })
}
