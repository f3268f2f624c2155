import assert from 'node:assert/strict'
import { test } from 'node:test'
import { money } from '#contracts/money.ts'
import { uuidv7 } from '#platform/ids.ts'
import {
  aMember,
  aPaymentsBed,
  aReadyPayment,
  type Payments,
  type PaymentsBed,
} from './a-payments-bed.ts'
import { aTossServer } from './a-toss-server.ts'
import { tossPaymentProvider } from './payment-provider.toss.ts'
import { obliging } from './simulated-fate.ts'

const DAY_MS = 86_400_000
const merchant = aMember(['merchant'])

test('a day on which all agrees finds nothing, once a day', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  for (let each = 0; each < 3; each++) await aPaid(bed, payments)
  await aReadyPayment(bed, payments, aMember())
  await compareAll(bed, payments)
  await compareAll(bed, payments)
  const [first, ...more] = await runsOf(payments)
  assert.deepEqual(more, [])
  const { state, payments: compared, refunds, differenceCount, differences } = first ?? {}
  assert.deepEqual(
    [state, compared, refunds, differenceCount, differences],
    ['finished', 4, 0, 0, []],
  )
  bed.clock.advance(DAY_MS)
  await compareAll(bed, payments)
  assert.equal((await runsOf(payments)).length, 2)
})

test('what was done in the provider’s own console is found, and nothing is repaired', async () => {
  await using server = await aTossServer()
  await using bed = await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config))
  const payments = bed.start()
  const paid = await aPaid(bed, payments, server)
  const { paymentId, orderId } = paid
  server.cancelInConsole(paymentId, 7_000)
  const open = await aReadyPayment(bed, payments, aMember())
  const key = server.authenticate({ orderId: open.paymentId, amount: 19_900, fate: 'captured' })
  const captured = { paymentId: open.paymentId, attempt: 1, providerKey: key }
  await bed.deps.provider.capture({ ...captured, amount: open.amount })
  await compareAll(bed, payments)
  const [run] = await runsOf(payments)
  assert.ok(run !== undefined)
  const told = run.differences.map(({ meaning, foundAtMs, runId, ...difference }) => difference)
  const common = { provider: 'toss' }
  const [none, whole] = [money(0, 'KRW'), money(19_900, 'KRW')]
  assert.deepEqual(
    told.sort((one, other) => one.kind.localeCompare(other.kind)),
    [
      {
        ...{ ...common, paymentId: open.paymentId, orderId: open.orderId },
        ...{ kind: 'capture_unknown', expected: none, found: whole },
      },
      {
        ...{ ...common, paymentId, orderId },
        ...{ kind: 'refund_unknown', expected: none, found: money(7_000, 'KRW') },
      },
    ],
  )
  const { runId } = run
  const listed = await payments.listDifferences({ runId, limit: 1 }, merchant.asking())
  assert.ok('items' in listed && listed.nextCursor !== null)
  const cursor = listed.nextCursor
  const rest = await payments.listDifferences({ runId, cursor }, merchant.asking())
  assert.ok('items' in rest && rest.nextCursor === null)
  assert.deepEqual(new Set([...listed.items, ...rest.items]), new Set(run.differences))
  const unheard = payments.listDifferences({ runId: uuidv7(0) }, merchant.asking())
  assert.deepEqual(await unheard, { refused: 'not_found' })
})

test('more than a page is compared page by page, also refunds of payments of long ago', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const old = await aPaid(bed, payments)
  bed.clock.advance(20 * DAY_MS)
  for (let each = 0; each < 120; each++) {
    bed.clock.advance(1)
    await aReadyPayment(bed, payments, aMember())
  }
  for (const amountMinor of [1_000, 2_000]) {
    const asked = { paymentId: old.paymentId, amountMinor, reason: '부분 환불' }
    await payments.refundPayment(asked, merchant.asking())
  }
  const refundId = uuidv7(bed.clock.nowMs())
  const { paymentId } = old
  await bed.deps.provider.refund({ refundId, paymentId, amount: money(500, 'KRW') })
  bed.clock.advance(1)
  await compareAll(bed, payments)
  const [run] = await runsOf(payments)
  assert.deepEqual(
    [run?.payments, run?.refunds, run?.differenceCount, run?.differences.map(each => each.kind)],
    [120, 2, 1, ['refund_unknown']],
  )
})

test('where pages end, nothing is left out and nothing comes twice', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const paid = [await aPaid(bed, payments), await aPaid(bed, payments)]
  bed.clock.advance(20 * DAY_MS)
  for (const { paymentId } of [...paid, ...paid]) {
    const asked = { paymentId, amountMinor: 1_000, reason: '부분 환불' }
    await payments.refundPayment(asked, merchant.asking())
    await aReadyPayment(bed, payments, aMember())
  }
  const [fromMs, toMs] = [bed.clock.nowMs() - DAY_MS, bed.clock.nowMs() + 1]
  const hex = fromMs.toString(16).padStart(12, '0')
  const beforeFirst = `${hex.slice(0, 8)}-${hex.slice(8)}`
  for (const stage of ['payments', 'refunds'] as const) {
    const places: string[] = []
    for (;;) {
      const run = { ...{ runId: '', fromMs, toMs, stage }, afterId: places.at(-1) ?? null }
      const page = { run, beforeFirst, limit: 1 }
      const [next] = await bed.deps.database.read.listComparable(page)
      if (next === undefined) break
      assert.ok(places.length < 5, `more than there are: ${places}`)
      places.push(next.placeId)
    }
    assert.equal(new Set(places).size, 4, stage)
  }
})

test('while the provider answers nobody the comparison waits; without its keys it says so', async () => {
  await using server = await aTossServer()
  await using bed = await aPaymentsBed(obliging, deps => tossPaymentProvider(deps, server.config))
  const payments = bed.start()
  for (let each = 0; each < 6; each++) await aPaid(bed, payments, server)
  server.behave('broken')
  await compareAll(bed, payments)
  assert.equal((await runsOf(payments))[0]?.state, 'running')
  const [simulated] = bed.deps.earlierProviders ?? []
  assert.ok(simulated !== undefined)
  const without = bed.start({ provider: simulated, earlierProviders: [] })
  await compareAll(bed, without)
  const [run] = await runsOf(payments)
  const kinds = new Set(run?.differences.map(({ kind }) => kind))
  assert.deepEqual([run?.differenceCount, kinds], [6, new Set(['not_compared'])])
})

test('a cursor that is none of these lists’ is refused', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const cursor = Buffer.from('{"a":1}').toString('base64url')
  const asked = [
    await payments.listReconciliations({ cursor }, merchant.asking()),
    await payments.listDifferences({ runId: uuidv7(0), cursor }, merchant.asking()),
  ]
  for (const told of asked) assert.ok('refused' in told && told.refused === 'invalid_request')
})

/** As often as the job would come in some minutes. */
async function compareAll(bed: PaymentsBed, payments: Payments): Promise<void> {
  bed.clock.advance(1)
  for (let time = 0; time < 6; time++) await payments.runJobs('reconcile_payments')
}

async function runsOf(payments: Payments) {
  const runs = await payments.listReconciliations({}, merchant.asking())
  assert.ok('items' in runs)
  return runs.items
}

async function aPaid(
  bed: PaymentsBed,
  payments: Payments,
  server?: Awaited<ReturnType<typeof aTossServer>>,
) {
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId, amount } = ready
  const paying = { orderId: paymentId, amount: amount.amountMinor, fate: 'captured' } as const
  const key = server?.authenticate(paying) ?? 'sim_capture'
  const paid = await payments.confirmPayment({ paymentId, providerKey: key }, member.asking())
  assert.deepEqual(paid, { paymentId, state: 'captured' })
  return ready
}
