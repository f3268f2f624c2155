import type { OrderState } from '#contracts/orders.ts'

/** A line of an order, and how much of it somebody has asked to return before. */
export type ReturnableLine = {
  readonly skuId: string
  readonly quantity: number
  readonly askedQuantity: number
  readonly unitPriceMinor: number
}

type ReturnableOrder = {
  readonly state: OrderState
  readonly deliveredAtMs: number | null
  readonly lines: readonly ReturnableLine[]
}

export type WantedLine = { readonly skuId: string; readonly quantity: number }

export type ReturnDecision =
  | {
      readonly outcome: 'accepted'
      readonly lines: readonly WantedLine[]
      readonly refundMinor: number
    }
  | {
      readonly outcome: 'illegal_transition' | 'return_window_closed' | 'return_exceeds_order'
    }

/**
 * Whether these lines may be returned, null being all that is left. What was asked for before
 * counts as returned, done or not; so no unit comes back twice, and no money.
 */
export function decideReturn(
  { state, deliveredAtMs, lines }: ReturnableOrder,
  wanted: readonly WantedLine[] | null,
  { nowMs, windowMs }: { readonly nowMs: number; readonly windowMs: number },
): ReturnDecision {
  if (state !== 'delivered' || deliveredAtMs === null) return { outcome: 'illegal_transition' }
  if (nowMs > deliveredAtMs + windowMs) return { outcome: 'return_window_closed' }
  const taken = (wanted ?? lines.map(allLeft)).filter(line => line.quantity > 0)
  const bySku = new Map(lines.map(line => [line.skuId, line]))
  const exceeds = taken.some(({ skuId, quantity }) => {
    const line = bySku.get(skuId)
    return line === undefined || quantity > allLeft(line).quantity
  })
  if (exceeds || taken.length === 0) return { outcome: 'return_exceeds_order' }
  const refundMinor = taken.reduce(
    (sum, { skuId, quantity }) => sum + quantity * (bySku.get(skuId)?.unitPriceMinor ?? 0),
    0,
  )
  return { outcome: 'accepted', lines: taken, refundMinor }
}

const allLeft = ({ skuId, quantity, askedQuantity }: ReturnableLine): WantedLine => ({
  skuId,
  quantity: quantity - askedQuantity,
})
