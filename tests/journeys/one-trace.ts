import assert from 'node:assert/strict'
import type { Static } from 'typebox'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import type { Collector } from '#tests/shop/a-collector.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import type { Shopping } from '#tests/shop/shopping.ts'

/** What every purchase goes through, from the button to the mail. */
const steps = [
  'POST /api/drops/:dropId/reservations',
  'stock.reserve',
  'orders stock.reserved',
  'POST /api/payments',
  'payments.enterPayment',
  'stock.findReservation',
  'POST /api/payments/:paymentId/confirmation',
  'payments.confirmPayment',
  'stock.pin',
  'stock payment.captured',
  'orders stock.committed',
  'notifications order.paid',
  'notifications mail written',
]

/**
 * Somebody buys something; then the names of all that is in the trace of the order's id.
 *
 * @param meanwhile What is to be done again and again while spans are on their way.
 */
export async function buyTraced(
  shop: Shopping,
  collector: Collector,
  meanwhile: () => void = () => undefined,
): Promise<{ readonly names: readonly string[]; readonly orderId: string }> {
  const minji = await shop.signUp()
  const drop = await shop.makeDrop({ units: 3 })
  const reserved = expectAnswer<Static<typeof Reserved>>(await shop.reserve(minji, drop), 201)
  const { orderId } = reserved
  const { paymentId } = expectAnswer<Payment>(await shop.enter(minji, orderId), 201)
  expectAnswer(await shop.confirm(minji, paymentId), 200)
  const inTrace = () =>
    collector.spans.filter(({ traceId }) => traceId === orderId.replaceAll('-', ''))
  await eventually('every step in the trace of the order', async () => {
    meanwhile()
    const names = new Set(inTrace().map(({ name }) => name))
    return steps.every(step => names.has(step))
  }).catch(cause => {
    const names = [...new Set(inTrace().map(({ name }) => name))]
    const missing = steps.filter(step => !names.includes(step))
    throw new assert.AssertionError({ message: `not traced: ${missing}; only ${names} (${cause})` })
  })
  const ids = new Set(inTrace().map(({ spanId }) => spanId))
  for (const { parentSpanId, name } of inTrace()) {
    assert.ok(!parentSpanId || ids.has(parentSpanId), `${name} has its parent in the trace`)
  }
  return { names: inTrace().map(({ name }) => name), orderId }
}
