/** The transactions of the notifications service. They run in the thread where the database is. */

import type { Event } from '#contracts/event.ts'
import {
  forgetWatchedDrop,
  listReminders,
  listWatchedDrops,
  noteLooked,
  putReminder,
  removeReminder,
  storeReminderMails,
} from './drop-reminder-store.ts'
import { measureMails } from './mail-measure-store.ts'
import { listDueMails, listSentMails, pruneMailbox, settleMails, storeMails } from './mail-store.ts'
import { listNews, noteNews, storeNewsMails } from './news-mail-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'
import { listOffers, noteOffers, storeOfferMails } from './offer-mail-store.ts'
import { listPaidOrders, notePaidOrders, storeOrderMails } from './order-mail-store.ts'
import { eraseMails, listMailsTo, listRemindersOf } from './personal-mail-store.ts'
import { pruneUndelivered, queueAgain } from './undelivered-mail-store.ts'

export { migrations } from './notifications-migrations.ts'

export const reads = {
  listDueMails,
  listMailsTo,
  listNews,
  listOffers,
  listPaidOrders,
  listReminders,
  listRemindersOf,
  listSentMails,
  listWatchedDrops,
  measureMails,
}

export const writes = {
  eraseMails,
  forgetWatchedDrop,
  noteLooked,
  pruneMailbox,
  pruneUndelivered,
  putReminder,
  removeReminder,
  settleMails,
  storeMails,
  storeNewsMails,
  storeOfferMails,
  storeOrderMails,
  storeReminderMails,
}

/** Facts about orders, and mails that an admin sends again. Gives how many orders were paid. */
export async function consume(
  trx: NotificationsTransaction,
  events: readonly Event[],
): Promise<number> {
  await queueAgain(trx, events)
  await noteOffers(trx, events)
  await noteNews(trx, events)
  return notePaidOrders(trx, events)
}
