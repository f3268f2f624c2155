import type { Cart } from '#contracts/cart.ts'
import { forgetKeys, hasKey, keptKey } from '#web/kit/press-key.ts'
import { textHash } from '#web/kit/text-hash.ts'

const ORDERING = 'order:cart:'

type Lines = readonly Pick<Cart['items'][number], 'skuId' | 'quantity'>[]

/** Of ordering a cart: the same for what lies in it, and another one for anything else. */
export function cartKey(items: Lines): string {
  const lines = items.map(({ skuId, quantity }) => `${skuId} ${quantity}`).sort()
  const act = `${ORDERING}${textHash(lines.join())}`
  if (!hasKey(act)) endCartKey()
  return keptKey(act)
}

/** The cart was ordered, or the order refused: the next press is another order. */
export const endCartKey = (): void => forgetKeys(ORDERING)
