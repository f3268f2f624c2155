import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import type { Cart } from '#contracts/cart.ts'
import type { Order } from '#contracts/orders.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { forgetKey, keptKey } from '#web/kit/press-key.ts'
import { isDecided, isRefusal, Refused } from '#web/kit/refusal.ts'
import { lostOrdering } from './cart-key.ts'
import { stillToPay } from './order-once.ts'

/**
 * Leads to the order that was made of a cart, where its answer was lost and it is still to be paid:
 * what lay there is gone, and only its key knows. `isOut` until the shop has said whether there is
 * one.
 */
export function useLostOrder(cart: Cart | undefined) {
  const navigate = useNavigate()
  const act = cart === undefined ? null : lostOrdering(cart.items)
  const key = act === null ? null : keptKey(act)
  const { data, error, refetch } = useQuery({
    queryKey: ['lost order', key],
    queryFn: () => (key === null ? null : orderedBy(key)),
    enabled: key !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  useEffect(() => {
    if (act === null || data === undefined) return
    if (data === null) return forgetKey(act)
    navigate(`/checkout/${data.orderId}`, { replace: true })
    // Until one is there this page is shown, and has nothing else to show.
    return () => forgetKey(act)
  }, [act, data, navigate])
  return { isOut: act !== null && data !== null, error, refetch }
}

/** No cart costs this, so that asking orders nothing: `XXX` is no currency (ISO 4217). */
const seenTotal = { amountMinor: 0, currency: 'XXX' }

async function orderedBy(key: string): Promise<Order | null> {
  const answer = await ask('orders.placeOrder', { fromCart: true, seenTotal }, { key })
  if (isRefusal(answer) && isDecided(answer)) return null
  const now = isRefusal(answer) ? answer : await stillToPay(answer)
  if (now !== null && isRefusal(now)) throw new Refused(now)
  return now
}
