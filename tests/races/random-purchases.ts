import { isRefusal } from '#contracts/problems.ts'
import type { Known, RandomShop } from './a-random-shop.ts'
import type { Chance } from './seeded.ts'

/** What somebody does; gives a word for what came of it. */
export type Act = () => Promise<string>

/** How the simulator shall treat a payment; for the last nobody comes back to pay. */
const fates = [
  'sim_capture',
  'sim_capture',
  'sim_capture',
  'sim_decline',
  'sim_lost',
  null,
] as const

/** One of the drops that are on, or were a moment ago. */
export const aRecentDrop = ({ dropIds }: RandomShop, chance: Chance): string =>
  chance.pick(dropIds.slice(-3))

/** Wants units of a drop, or some lines of the regular sale, and pays them as the fate will. */
export function aPurchase(random: RandomShop, chance: Chance): [string, Act] {
  const { ask, members, skuIds, known } = random
  const by = chance.pick(members)
  const place = known.push(undefined) - 1
  const key = `order ${place}`
  const fate = chance.pick(fates)
  const quantity = 1 + chance.below(3)
  const dropId = chance.percent(40) ? aRecentDrop(random, chance) : null
  const skus = chance.shuffled(skuIds).slice(0, 1 + chance.below(skuIds.length))
  const items = skus.map(skuId => ({ skuId, quantity: 1 + chance.below(3) }))

  async function order(): Promise<string> {
    const context = { ...by, idempotencyKey: key }
    const answer =
      dropId === null
        ? await ask.orders.placeOrder({ items }, context)
        : await ask.stock.reserve({ dropId, quantity }, context)
    if (isRefusal(answer)) return answer.refused
    const { orderId } = JSON.parse(answer) as { orderId: string }
    const made: Known = { by, orderId, skuId: dropId === null ? (items[0]?.skuId ?? null) : null }
    known[place] = made
    return fate === null ? 'left' : pay(random, made, { providerKey: fate, key })
  }
  return [dropId === null ? 'order' : 'reserve', order]
}

/** Both steps. Gives what the provider said, or why it was not asked. */
export async function pay(
  { ask }: RandomShop,
  known: Known,
  { providerKey, key }: { readonly providerKey: string; readonly key: string },
): Promise<string> {
  const { by, orderId } = known
  const context = { ...by, idempotencyKey: key }
  const entered = await ask.payments.enterPayment({ orderId, method: 'card' }, context)
  if (isRefusal(entered)) return entered.refused
  const { paymentId } = entered
  known.paymentId = paymentId
  const paid = await ask.payments.confirmPayment({ paymentId, providerKey }, context)
  return isRefusal(paid) ? paid.refused : paid.state
}
