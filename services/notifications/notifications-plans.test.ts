import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWatchedDatabase } from '#platform/database/a-watched-database.ts'
import * as store from './notifications-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'
import { aPaidOrder } from './notifications-under-test.ts'

test('however many mails there are, nothing that is asked of them looks at all of them', async () => {
  const { trx, slowSteps } = await aWatchedDatabase<NotificationsTransaction>(
    'notifications',
    store.migrations,
  )

  const { orderId, memberId } = aPaidOrder()
  const dropId = orderId
  const mail = {
    ...{ mailId: orderId, kind: 'restock', language: 'ko' as const, recipientIndex: 'r' },
    contentSealed: 'sealed',
  }
  const written = { mails: [mail], areSent: false }
  await store.writes.storeMails(trx, written)
  await store.writes.settleMails(trx, { sent: [orderId], failed: [] })
  await store.writes.storeOrderMails(trx, { ...written, ids: [orderId] })
  await store.writes.storeNewsMails(trx, { ...written, ids: [orderId] })
  await store.writes.storeOfferMails(trx, { ...written, ids: [orderId] })
  await store.writes.putReminder(trx, { dropId, memberId })
  await store.writes.noteLooked(trx, { dropId })
  await store.writes.storeReminderMails(trx, { ...written, reminders: [{ dropId, memberId }] })
  await store.writes.removeReminder(trx, { dropId, memberId })
  await store.writes.forgetWatchedDrop(trx, { dropId })
  await store.writes.pruneMailbox(trx, { kept: 0, limit: 10 })
  const limit = 10
  await store.reads.listDueMails(trx, { limit })
  await store.reads.listSentMails(trx, { recipientIndex: null, limit })
  await store.reads.listSentMails(trx, { recipientIndex: 'r', limit })
  await store.reads.listPaidOrders(trx, { limit })
  await store.reads.listNews(trx, { limit })
  await store.reads.listOffers(trx, { limit })
  await store.reads.listWatchedDrops(trx, { limit })
  await store.reads.listReminders(trx, { dropId, limit })

  assert.deepEqual(
    slowSteps(19, detail => harmless.test(detail)),
    [],
  )
})

/**
 * The one row that an insert comes from; lists that are read in the order of their index; mails of
 * one millisecond, which are sorted among themselves.
 */
const harmless =
  /LAST TERM|^SCAN (CONSTANT ROW|new_mail|wanted|\(subquery-\d+\)|\w+ USING (COVERING )?INDEX \w+_by_(sent|paid|age|end|look))$/
