import type { Cart } from '#contracts/cart.ts'
import { forgetKeys, hasKey, keptActs } from '#web/kit/press-key.ts'
import { textHash } from '#web/kit/text-hash.ts'

const ORDERING = 'order:cart:'

type Lines = readonly Pick<Cart['items'][number], 'skuId' | 'quantity'>[]

/** Of ordering a cart: the same for what lies in it, and another one, which ends it, for all else. */
export function cartOrdering(items: Lines): string {
  const act = actOf(items)
  if (!hasKey(act)) endOrdering()
  return act
}

/** Whatever became of what was ordered: the next press is another order. */
export const endOrdering = (): void => forgetKeys(ORDERING)

/**
 * The ordering that nobody knows the outcome of, where what lies in the cart now is something else
 * or nothing: it may be ordered, and the answer lost. Null where there is none.
 */
export function lostOrdering(items: Lines): string | null {
  const own = actOf(items)
  return keptActs(ORDERING).find(act => act !== own) ?? null
}

function actOf(items: Lines): string {
  const lines = items.map(({ skuId, quantity }) => `${skuId} ${quantity}`).sort()
  return `${ORDERING}${textHash(lines.join())}`
}
