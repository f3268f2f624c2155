import { useQuery, useQueryClient } from '@tanstack/react-query'
import { reading } from '#web/kit/ask-shop.ts'
import { useLive } from '#web/kit/use-live.ts'

/** An order of the member's, which moves by itself as long as it is looked at. */
export function useOrder(orderId: string) {
  const queries = useQueryClient()
  const asked = reading('orders.readOrder', { orderId })
  const order = useQuery(asked)
  // What is not there, or somebody else's, is not followed.
  const live = useLive('orders.order', order.data === undefined ? null : { orderId }, told => {
    queries.setQueryData(asked.queryKey, told)
  })
  return { order, live }
}
