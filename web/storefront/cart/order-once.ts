import type { Order } from '#contracts/orders.ts'
import { type Answer, ask } from '#web/kit/ask-shop.ts'
import type { Input } from '#web/kit/contract.ts'
import { forgetKey, hasKey, keptKey } from '#web/kit/press-key.ts'
import { isDecided, isRefusal } from '#web/kit/refusal.ts'

type Placed = Answer<'orders.placeOrder'> | Answer<'orders.readOrder'>

/**
 * Orders once, by the key that is kept under the act's name. An order that an earlier press made,
 * and nobody heard of, is the answer for as long as it is to be paid. Was it paid since, or is it
 * over, then whoever presses wants another. Where that cannot be known, that is the answer, and the
 * key stays for the next press.
 */
export async function orderOnce(act: string, input: Input<'orders.placeOrder'>): Promise<Placed> {
  const wasPressed = hasKey(act)
  const answer = await ask('orders.placeOrder', input, { key: keptKey(act) })
  const now = isRefusal(answer) || !wasPressed ? answer : await stillToPay(answer)
  if (isDecided(now)) forgetKey(act)
  return now ?? orderOnce(act, input)
}

/**
 * The order as it is now, where it awaits its payment; null where it does not. The answer to a
 * repeated key is the first one, word for word, however long ago that was.
 */
export async function stillToPay({
  orderId,
}: Pick<Order, 'orderId'>): Promise<Answer<'orders.readOrder'> | null> {
  const now = await ask('orders.readOrder', { orderId })
  if (isRefusal(now)) return now.refused === 'not_found' ? null : now
  return now.state === 'awaiting_payment' ? now : null
}
