import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ask, reading } from '#web/kit/ask-shop.ts'
import { isDecided, isRefusal } from '#web/kit/refusal.ts'

/**
 * Puts so many more of a SKU into the cart. The cart takes what shall lie in it, so what lay in it
 * is added. That is looked at once for a press, however often it is made until its answer comes.
 */
export function usePutMore(skuId: string) {
  const queries = useQueryClient()
  const there = useRef<number | null>(null)
  return async (quantity: number) => {
    if (there.current === null) {
      const cart = await ask('orders.readCart', {})
      if (isRefusal(cart)) return cart
      there.current = cart.items.find(item => item.skuId === skuId)?.quantity ?? 0
    }
    const answer = await ask('orders.putCartItem', { skuId, quantity: there.current + quantity })
    if (isDecided(answer)) there.current = null
    if (!isRefusal(answer)) queries.setQueryData(reading('orders.readCart', {}).queryKey, answer)
    return answer
  }
}
