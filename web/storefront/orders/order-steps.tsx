import { Check } from 'lucide-react'
import type { Order } from '#contracts/orders.ts'
import { classNames } from '#web/kit/class-names.ts'
import { Instant } from '#web/kit/instant.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { orderWords } from './words/order-words.ts'

const steps = ['paid', 'shipped', 'delivered'] as const

/** The way of an order that goes well; nothing where it went another. */
export function OrderSteps({ order: { state, history } }: { readonly order: Order }) {
  const say = useWords(orderWords)
  if (state === 'cancelled' || state === 'expired' || state === 'awaiting_payment') return null
  const reachedAtMs = new Map(history.map(step => [step.state, step.atMs]))
  return (
    <ol className="grid grid-cols-3 gap-2 py-2">
      {steps.map(step => {
        const atMs = reachedAtMs.get(step)
        const isReached = atMs !== undefined
        return (
          <li
            key={step}
            aria-current={step === state ? 'step' : undefined}
            className="flex flex-col gap-2"
          >
            <span
              aria-hidden
              className={classNames('h-1 rounded-full', isReached ? 'bg-yours' : 'bg-line')}
            />
            <span className={classNames('text-14', isReached ? 'font-medium' : 'text-quiet')}>
              {isReached && <Check aria-hidden className="mr-1 inline size-4 text-yours" />}
              {say(step)}
              {isReached && (
                <span className="block text-12 font-normal text-quiet">
                  <Instant atMs={atMs} />
                </span>
              )}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
