import { useQueryClient } from '@tanstack/react-query'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import type { Input } from '#web/kit/contract.ts'
import type { Refused } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'

type OrderAct = 'orders.shipOrder' | 'orders.deliverOrder' | 'orders.completeReturn'

/** Moves an order on; every list that shows orders looks again, also where it was refused. */
export function useOrderAct<Name extends OrderAct>(name: Name, done: () => void) {
  const cache = useQueryClient()
  const refusalText = useRefusalText()
  const say = useWords(consoleOrderWords)
  const act = useAction(name, { done })
  const textOf = ({ refusal: { refused, details } }: Refused) =>
    details.missing === 'shippingAddress' ? say('noAddressYet') : refusalText(refused)
  return {
    act: (input: Input<Name>) =>
      act.mutate(input, {
        onSettled: () => void cache.invalidateQueries({ queryKey: ['orders.listAllOrders'] }),
      }),
    isBusy: act.isPending,
    trouble: act.error === null ? null : textOf(act.error),
  }
}
