import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useFormat } from '#web/kit/use-format.ts'
import { useLive } from '#web/kit/use-live.ts'
import { useWords } from '#web/kit/use-words.ts'
import { receiptWords } from '#web/storefront/receipt/words/receipt-words.ts'
import { type Bought, orderUnits } from './drop-scene.ts'

/** A browser has six connections for all of its tabs: of more orders the newest are followed. */
const FOLLOWED = 2

/** What is paid already, under whatever the drop is now: each with its number, order and receipt. */
export function BoughtHere({
  dropId,
  bought,
}: {
  readonly dropId: string
  readonly bought: readonly Bought[]
}) {
  const say = useWords(receiptWords)
  return (
    <section className="rounded-12 bg-yours-ground px-4 pt-4 pb-2 text-yours">
      <h2 className="text-16 font-medium">{say('boughtHere')}</h2>
      <ul>
        {bought.map((one, at) => (
          <BoughtOne key={one.orderId} dropId={dropId} bought={one} isFollowed={at < FOLLOWED} />
        ))}
      </ul>
    </section>
  )
}

function BoughtOne({
  dropId,
  bought: { orderId, reservationId, position, units, returned },
  isFollowed,
}: {
  readonly dropId: string
  readonly bought: Bought
  readonly isFollowed: boolean
}) {
  const say = useWords(receiptWords)
  const { number } = useFormat()
  const queries = useQueryClient()
  // It is cancelled, or taken back, by somebody else or elsewhere.
  useLive('orders.order', isFollowed ? { orderId } : null, order => {
    const isAsShown = order.state !== 'cancelled' && orderUnits(order).returned === returned
    if (!isAsShown) void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  })
  const told = [
    say('units', { count: units }),
    returned > 0 && say('returnedUnits', { count: returned }),
  ]
  const name = position === null ? '' : `${say('number')} ${number(position)}`
  return (
    <li className="flex flex-wrap items-center gap-x-4">
      <span className="grow">{[name, ...told].filter(Boolean).join(' · ')}</span>
      <Way to={`/orders/${orderId}`}>
        {say('toOrder')} <span className="sr-only">{name}</span>
      </Way>
      <Way to={`/receipts/${reservationId}`}>
        {say('title')} <span className="sr-only">{name}</span>
      </Way>
    </li>
  )
}

const Way = ({ to, children }: { readonly to: string; readonly children: ReactNode }) => (
  <Link to={to} className="rounded-4 py-2 underline underline-offset-4">
    {children}
  </Link>
)
