import { ask } from '#web/kit/ask-shop.ts'
import type { Output } from '#web/kit/contract.ts'
import { keptActs } from '#web/kit/press-key.ts'
import { isRefusal } from '#web/kit/refusal.ts'

/** A change of a SKU's units by hand that somebody begins. */
export type BegunChange = {
  /** The name under which its key is kept. */
  readonly act: string
  /** The one before it; null where there is none, or nobody could read it. */
  readonly last: Output<'stock.listAdjustments'>['items'][number] | null
}

/**
 * Begins a change of units, named by the one before it. Who presses again because no answer came
 * asks for the same; who was told of it as the last one means another. Where that cannot be read,
 * it is the one that was begun before: rather nothing happens than the same twice.
 */
export async function beginChange(act: string, skuId: string): Promise<BegunChange> {
  const answer = await ask('stock.listAdjustments', { skuId, limit: 1 })
  if (isRefusal(answer)) return { act: keptActs(`${act}:`)[0] ?? `${act}:`, last: null }
  const [last = null] = answer.items
  return { act: `${act}:${last?.adjustmentId ?? ''}`, last }
}
