import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Order } from '#contracts/orders.ts'
import type { Mine } from '#web/storefront/drop/drop-scene.ts'
import { endPressOf } from '#web/storefront/drop/press.ts'

/** What was held is paid, let go or expired: the drop page shows it no more, and may be pressed anew. */
export function useEndedHold({ dropId, reservationId }: Order, isEnded: boolean): void {
  const queries = useQueryClient()
  useEffect(() => {
    if (!isEnded || dropId === undefined) return
    endPressOf(dropId, reservationId)
    const queryKey = ['mine', dropId]
    queries.setQueryData<Mine>(queryKey, mine =>
      mine?.held?.reservationId === reservationId ? { ...mine, held: null } : mine,
    )
    void queries.invalidateQueries({ queryKey })
  }, [isEnded, dropId, reservationId, queries])
}
