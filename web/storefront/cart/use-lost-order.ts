import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useNavigate } from 'react-router'
import type { Cart } from '#contracts/cart.ts'
import type { Order } from '#contracts/orders.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { forgetKey, keptKey } from '#web/kit/press-key.ts'
import { isDecided, isRefusal, Refused } from '#web/kit/refusal.ts'
import { lostOrdering } from './cart-key.ts'

/**
 * Leads to the order that was made of a cart, where its answer was lost: what lay there is gone, and
 * only its key knows. `isOut` until the shop has said whether there is one.
 */
export function useLostOrder(cart: Cart | undefined) {
  const navigate = useNavigate()
  const act = cart === undefined ? null : lostOrdering(cart.items)
  const { data, error, refetch } = useQuery({
    queryKey: ['lost order', act],
    queryFn: () => (act === null ? null : orderedBy(act)),
    enabled: act !== null,
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

async function orderedBy(act: string): Promise<Order | null> {
  const answer = await ask(
    'orders.placeOrder',
    { fromCart: true, seenTotal },
    { key: keptKey(act) },
  )
  if (!isRefusal(answer)) return answer
  if (isDecided(answer)) return null
  throw new Refused(answer)
}
