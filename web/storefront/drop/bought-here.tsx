import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { receiptWords } from '#web/storefront/receipt/words/receipt-words.ts'
import type { Bought } from './drop-scene.ts'

/** What is paid already, under whatever the drop is now: each with its number, order and receipt. */
export function BoughtHere({ bought }: { readonly bought: readonly Bought[] }) {
  const say = useWords(receiptWords)
  const { number } = useFormat()
  return (
    <section className="rounded-12 bg-yours-ground px-4 pt-4 pb-2 text-yours">
      <h2 className="text-16 font-medium">{say('boughtHere')}</h2>
      <ul>
        {bought.map(({ orderId, reservationId, position, units, returned }) => {
          const told = [
            say('units', { count: units }),
            returned > 0 && say('returnedUnits', { count: returned }),
          ]
          const name = position === null ? '' : `${say('number')} ${number(position)}`
          return (
            <li key={orderId} className="flex flex-wrap items-center gap-x-4">
              <span className="grow">{[name, ...told].filter(Boolean).join(' · ')}</span>
              <Way to={`/orders/${orderId}`}>
                {say('toOrder')} <span className="sr-only">{name}</span>
              </Way>
              <Way to={`/receipts/${reservationId}`}>
                {say('title')} <span className="sr-only">{name}</span>
              </Way>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const Way = ({ to, children }: { readonly to: string; readonly children: ReactNode }) => (
  <Link to={to} className="rounded-4 py-2 underline underline-offset-4">
    {children}
  </Link>
)
