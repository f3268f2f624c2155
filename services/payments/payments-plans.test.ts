import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { aWatchedDatabase } from '#platform/database/a-watched-database.ts'
import type { Transaction } from '#platform/database/database.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { PaymentsTables } from './payment-tables.ts'
import * as store from './payments-store.ts'

const NOW_MS = 1_790_000_000_000

/** The one row that an insert comes from; what is due at one instant; of comparisons, ninety are kept. */
const harmless = /CONSTANT ROW|single|LAST TERM|^SCAN reconciliation( USING|$)/

test('however many payments there are, nothing that is asked of them looks at all of them', async () => {
  const { trx, slowSteps } = await aWatchedDatabase<Transaction<PaymentsTables>>(
    'payments',
    store.migrations,
  )
  await askEverything(trx)
  assert.deepEqual(
    slowSteps(46, detail => harmless.test(detail)),
    [],
  )
})

async function askEverything(trx: Transaction<PaymentsTables>): Promise<void> {
  const { reads, writes } = store
  const [paymentId, memberId, refundId] = [uuidv7(NOW_MS), uuidv7(1), uuidv7(2)]
  const [providers, limit, amount] = [['simulator' as const], 10, money(19_900, 'KRW')]
  const request = { memberId, scope: 'enterPayment', key: 'k', fingerprint: 'f' }
  const order = { orderId: uuidv7(3), reservationId: uuidv7(4) }
  const payment = {
    ...{ ...order, paymentId, memberId, amount },
    ...({ method: 'card', provider: 'simulator' } as const),
  }
  await writes.enter(trx, { request, answer: '{}', payment, nowMs: NOW_MS })
  await writes.enter(trx, { request, answer: '{}', payment, nowMs: NOW_MS })
  const begin = { paymentId, memberId, providerKey: null, providers, takeOverAtMs: 0 }
  const begun = await writes.beginAttempt(trx, { ...begin, key: 'one' })
  assert.ok(begun.outcome === 'begun')
  const { attempt } = begun
  await writes.beginAttempt(trx, { ...begin, key: 'other' })
  await writes.makeAllDue(trx, { providers })
  await writes.makeDue(trx, { paymentId })
  await writes.claimOpenWork(trx, { providers, limit })
  await writes.handOver(trx, { attempt })
  await writes.undoAttempt(trx, { attempt, pin: 'refused' })
  const again = await writes.beginAttempt(trx, { ...begin, key: 'two' })
  assert.ok(again.outcome === 'begun')
  await writes.writeDeclined(trx, { attempt: again.attempt, declineCode: 'no', nowMs: NOW_MS })
  await writes.writeVoided(trx, { attempt, because: 'barred' })
  await writes.writeUnpinned(trx, { paymentId, attempt: 2 })
  const last = await writes.beginAttempt(trx, { ...begin, key: 'three' })
  assert.ok(last.outcome === 'begun')
  await writes.writeCaptured(trx, { attempt: last.attempt, providerPaymentId: 'p', nowMs: NOW_MS })
  await reads.recallConfirmation(trx, { memberId, key: 'one' })

  const refund = { refundId, paymentId, amountMinor: 100, reason: 'r' }
  await writes.requestRefund(trx, { ...refund, merchantId: memberId, key: 'k' })
  await writes.requestRefund(trx, { ...refund, merchantId: memberId, key: 'k' })
  await writes.requestOrderRefund(trx, { ...refund, refundId: uuidv7(5) })
  await writes.claimRefunds(trx, { providers, limit })
  await writes.writeRefunded(trx, { refundId })
  const data = { ...order, paymentId, atMs: NOW_MS }
  const event = { id: 's:1', source: 'stock', subject: paymentId, version: 1, timeMs: NOW_MS }
  await store.consume(trx, [{ ...event, type: 'stock.commit_refused', data }])
  for (const orderId of [null, order.orderId]) {
    await reads.listPayments(trx, { memberId, orderId, before: paymentId, limit })
  }
  await reads.readPayment(trx, { paymentId, memberId })

  await writes.beginAsking(trx, { paymentId, attempt: 1, reference: null })
  await writes.keepReference(trx, { paymentId, reference: 'pi' })
  await writes.keepDecline(trx, { paymentId, attempt: 1, declineCode: 'no' })
  await writes.barPayment(trx, { paymentId, withinMs: 1 })
  await writes.claimOpened(trx, { providers, limit })
  await writes.writeReleased(trx, { paymentId })

  const webhook = { webhookId: uuidv7(6), type: 't', paymentId, provider: 'simulator' as const }
  await writes.keepWebhook(trx, webhook)
  await writes.claimWebhooks(trx, { providers, limit })
  await writes.settleWebhooks(trx, { webhookIds: [webhook.webhookId] })
  await writes.pruneWebhooks(trx, { beforeMs: NOW_MS + 1 })
  await reads.readHinted(trx, { paymentId })

  const span = { runId: uuidv7(7), fromMs: 0, toMs: NOW_MS + 1 }
  const run = await writes.beginRun(trx, span)
  assert.ok(run !== null)
  const found = {
    ...({ kind: 'amount_differs', paymentId, currency: 'KRW' } as const),
    ...{ expectedMinor: 1, foundMinor: 2 },
  }
  for (const stage of ['payments', 'refunds'] as const) {
    await reads.listComparable(trx, { run: { ...run, stage }, beforeFirst: '0', limit })
  }
  const compared = { payments: 1, refunds: 1, afterId: null, found: [found] }
  await writes.writeCompared(trx, { ...compared, run })
  await reads.listRuns(trx, { before: null, limit })
  await reads.findCaptures(trx, { orders: [{ memberId, ...order }] })
  await reads.listDifferences(trx, { runId: run.runId, after: null, limit })
  await writes.pruneRuns(trx, { beforeMs: NOW_MS })
  await writes.pruneAnswers(trx, { beforeMs: Number.MAX_SAFE_INTEGER })
}
