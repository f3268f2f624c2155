import assert from 'node:assert/strict'
import { test } from 'node:test'
import { migrate } from '#platform/database/migrations.ts'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import { outboxTable } from '#platform/events/outbox.ts'
import * as store from './notifications-store.ts'
import type { NotificationsTransaction } from './notifications-tables.ts'
import { aPaidOrder } from './notifications-under-test.ts'

test('however many mails there are, nothing that is asked of them looks at all of them', async () => {
  const { raw, trx: anyTrx } = openSqliteFile(':memory:', () => 1_790_000_000_000, null)
  const trx = anyTrx as NotificationsTransaction
  await trx.sql.run(outboxTable)
  await migrate(trx.sql, 'notifications', store.migrations)
  const texts = new Set<string>()
  const prepare = raw.prepare.bind(raw)
  raw.prepare = text => {
    texts.add(text)
    return prepare(text)
  }

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

  const asked = [...texts].filter(text => /^\s*(select|update|delete|insert)/i.test(text))
  assert.ok(asked.length > 18, `${asked.length} statements were looked at`)
  const slow = asked.flatMap(text =>
    prepare(`explain query plan ${text}`)
      .all()
      .map(row => `${row.detail}`)
      .filter(detail => /^SCAN|TEMP B-TREE/.test(detail) && !harmless.test(detail))
      .map(detail => `${detail}: ${text}`),
  )
  assert.deepEqual(slow, [])
})

/**
 * The one row that an insert comes from; lists that are read in the order of their index; mails of
 * one millisecond, which are sorted among themselves.
 */
const harmless =
  /LAST TERM|^SCAN (CONSTANT ROW|new_mail|wanted|\(subquery-\d+\)|\w+ USING (COVERING )?INDEX \w+_by_(sent|paid|age|end|look))$/
