import type { Cart } from '#contracts/cart.ts'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'

type Line = { readonly skuId: string; readonly quantity: number }

export type PutBack<Ordered extends Line> =
  /** `missed`: what is no longer sold this way. */
  | { readonly outcome: 'back'; readonly missed: readonly Ordered[] }
  | { readonly outcome: 'refused'; readonly refusal: Refusal }

type Puts = { readonly cart: Cart; readonly put: (line: Line) => Promise<Cart | Refusal> }

/**
 * Puts what was ordered back into the cart. Where as much of it lies there already, that stays; so
 * a second press adds nothing.
 */
export async function putBack<Ordered extends Line>(
  { cart, put }: Puts,
  lines: readonly Ordered[],
): Promise<PutBack<Ordered>> {
  const there = new Map(cart.items.map(({ skuId, quantity }) => [skuId, quantity]))
  const missed: Ordered[] = []
  for (const line of lines) {
    const { skuId, quantity } = line
    if ((there.get(skuId) ?? 0) >= quantity) continue
    const answer = await put({ skuId, quantity })
    if (!isRefusal(answer)) continue
    if (!isGone(answer)) return { outcome: 'refused', refusal: answer }
    missed.push(line)
  }
  return { outcome: 'back', missed }
}

const isGone = ({ refused }: Refusal): boolean => refused === 'not_found' || refused === 'drop_only'
