/** The transactions of the notifications service. They run in the thread where the database is. */
import { listDueMails, listSentMails, pruneMailbox, settleMails, storeMails } from './mail-store.ts'
import { listPaidOrders, storeOrderMails } from './order-mail-store.ts'
import { eraseMails, listMailsTo } from './personal-mail-store.ts'

export { migrations } from './notifications-migrations.ts'
export { consume } from './order-mail-store.ts'

export const reads = { listDueMails, listMailsTo, listPaidOrders, listSentMails }

export const writes = { eraseMails, pruneMailbox, settleMails, storeMails, storeOrderMails }
