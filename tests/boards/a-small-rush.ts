import type { Static } from 'typebox'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import type { Buyer, Shopping } from '#tests/shop/shopping.ts'

const PRESSES_MS = 300

/**
 * Some of everything that happens in a shop, for so long: a drop with more buyers than units, who
 * press again and again, pay, are declined, wait in line, cancel; and somebody who only looks.
 */
export async function aSmallRush(shop: Shopping, seconds: number): Promise<void> {
  // One after the other: hashing their passwords at once would be a rush of its own.
  const buyers: Buyer[] = []
  while (buyers.length < 8) buyers.push(await shop.signUp())
  const untilMs = performance.now() + seconds * 1_000
  while (performance.now() < untilMs) {
    const drop = await shop.makeDrop({ units: 5, limitPerMember: 1 })
    await Promise.all(buyers.map((buyer, at) => buyOrWait(shop, buyer, { ...drop, at })))
    for (let round = 0; round < 10 && performance.now() < untilMs; round++) {
      const pressed = buyers.map(buyer => shop.reserve(buyer, drop))
      const looked = [shop.readDrop(drop.dropId), shop.call('GET /api/products')]
      await Promise.all([...pressed, ...looked, rest()])
    }
  }
}

const rest = () => new Promise(resolve => setTimeout(resolve, PRESSES_MS))

/** One in three is declined at first, one in four cancels, whoever comes too late waits. */
async function buyOrWait(
  shop: Shopping,
  buyer: Buyer,
  { dropId, at }: { readonly dropId: string; readonly at: number },
): Promise<void> {
  const pressed = await shop.reserve(buyer, { dropId })
  if (pressed.status !== 201) {
    await shop.call(`PUT /api/drops/${dropId}/waitlist`, { as: buyer, body: { quantity: 1 } })
    return
  }
  const { orderId, reservationId } = pressed.body as Static<typeof Reserved>
  if (at % 4 === 1) {
    await shop.call(`DELETE /api/reservations/${reservationId}`, { as: buyer })
    return
  }
  const { paymentId } = (await shop.enter(buyer, orderId)).body as Payment
  if (at % 3 === 0) await shop.confirm(buyer, paymentId, { providerKey: 'sim_decline' })
  await shop.confirm(buyer, paymentId)
}
