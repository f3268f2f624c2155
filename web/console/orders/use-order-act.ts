import { useQueryClient } from '@tanstack/react-query'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import type { Input } from '#web/kit/contract.ts'
import type { Refused } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'

type OrderAct =
  | 'orders.shipOrder'
  | 'orders.deliverOrder'
  | 'orders.cancelPaidOrder'
  | 'orders.completeReturn'

/** Moves an order on; every list that shows orders looks again, also where it was refused. */
export function useOrderAct<Name extends OrderAct>(name: Name, done: () => void) {
  const cache = useQueryClient()
  const refusalText = useRefusalText()
  const say = useWords(consoleOrderWords)
  const act = useAction(name, { done })
  const textOf = ({ refusal }: Refused) =>
    refusal.details.missing === 'shippingAddress' ? say('noAddressYet') : refusalText(refusal)
  return {
    act: (input: Input<Name>) =>
      act.mutate(input, {
        onSettled() {
          for (const name of ['orders.listAllOrders', 'orders.listOrderPayments']) {
            void cache.invalidateQueries({ queryKey: [name] })
          }
        },
      }),
    isBusy: act.isPending,
    trouble: act.error === null ? null : textOf(act.error),
  }
}
