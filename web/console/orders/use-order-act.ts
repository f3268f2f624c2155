import { useQueryClient } from '@tanstack/react-query'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import type { Input } from '#web/kit/contract.ts'
import { codeOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'

type OrderAct = 'orders.shipOrder' | 'orders.deliverOrder' | 'orders.completeReturn'

/** Moves an order on; every list that shows orders looks again, also where it was refused. */
export function useOrderAct<Name extends OrderAct>(name: Name, done: () => void) {
  const cache = useQueryClient()
  const refusalText = useRefusalText()
  const act = useAction(name, { done })
  return {
    act: (input: Input<Name>) =>
      act.mutate(input, {
        onSettled: () => void cache.invalidateQueries({ queryKey: ['orders.listAllOrders'] }),
      }),
    isBusy: act.isPending,
    trouble: act.error === null ? null : refusalText(codeOf(act.error)),
  }
}
