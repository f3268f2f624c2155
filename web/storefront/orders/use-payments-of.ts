import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { reading } from '#web/kit/ask-shop.ts'

type Asked = {
  /** The time of the hold: when it is over the payments are looked at anew. */
  readonly isTimeOver?: boolean
  /** How often they are asked for, as they were known last; false for not by itself. */
  readonly everyMs?: (payments: readonly Payment[]) => number | false
}

/**
 * The payments of an order, undefined until they were read. They are asked for again when the order
 * has moved: its stream tells that money has, and not whose. `isLatest` when they were read since.
 */
export function usePaymentsOf(
  { orderId, state, refunded, returns }: Order,
  { isTimeOver = false, everyMs = () => false }: Asked = {},
) {
  const queries = useQueryClient()
  const asked = reading('payments.listPayments', { orderId })
  const { data, dataUpdatedAt, isError } = useQuery({
    ...asked,
    refetchInterval: ({ state: { data } }) => everyMs(data?.items ?? []),
  })
  const moved = `${state} ${refunded.amountMinor} ${returns.length} ${isTimeOver}`
  const [seen, setSeen] = useState({ moved: '', updatedAt: 0 })
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when these change.
  useEffect(() => {
    setSeen({ moved, updatedAt: dataUpdatedAt })
    if (dataUpdatedAt > 0) void queries.invalidateQueries(asked)
  }, [moved])
  const isLatest = seen.moved === moved && dataUpdatedAt > seen.updatedAt
  return { payments: data?.items, isLatest, hasFailed: isError }
}
