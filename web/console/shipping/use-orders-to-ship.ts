import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { Order } from '#contracts/orders.ts'
import { given } from '#web/kit/ask-shop.ts'
import type { Input, Output } from '#web/kit/contract.ts'

/** Of all that wait, so many are looked at for the preview. */
const MOST_PAGES = 10

export type OrdersToShip = {
  readonly orders: ReadonlyMap<string, Order>
  /** False where there are more than were looked at. */
  readonly isComplete: boolean
}

/** The orders that are paid and not shipped, by their numbers. */
export function useOrdersToShip(): UseQueryResult<OrdersToShip> {
  return useQuery({
    queryKey: ['orders.listAllOrders', 'to ship'],
    queryFn: async ({ signal }): Promise<OrdersToShip> => {
      const orders = new Map<string, Order>()
      let cursor: string | null = null
      for (let page = 0; page < MOST_PAGES; page++) {
        const asked: Input<'orders.listAllOrders'> = {
          state: 'paid',
          limit: 100,
          ...(cursor !== null && { cursor }),
        }
        const { items, nextCursor }: Output<'orders.listAllOrders'> = await given(
          'orders.listAllOrders',
          asked,
          { signal },
        )
        for (const order of items) orders.set(order.orderId, order)
        cursor = nextCursor
        if (cursor === null) return { orders, isComplete: true }
      }
      return { orders, isComplete: false }
    },
  })
}
