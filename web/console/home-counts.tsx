import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { reading } from '#web/kit/ask-shop.ts'
import { classNames } from '#web/kit/class-names.ts'
import { isPaidBack } from '#web/kit/is-paid-back.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { consoleHomeWords } from './words/console-home.ts'

const EVERY_MS = 15_000
/** The most that one page of a list holds. */
const MOST = 100

/** What waits for somebody: each number leads to where it is done. */
export function HomeCounts() {
  const say = useWords(consoleHomeWords)
  const often = { refetchInterval: EVERY_MS }
  const toShip = useQuery({
    ...reading('orders.listAllOrders', { state: 'paid', limit: MOST }),
    ...often,
  })
  const toComplete = useQuery({
    ...reading('orders.listAllOrders', { returns: 'requested', limit: MOST }),
    ...often,
  })
  const letters = useQuery({ ...reading('gateway.listDeadLetters', { limit: MOST }), ...often })
  const services = useQuery({ ...reading('gateway.listServices', {}), ...often })
  const notUp = services.data?.items.filter(({ state }) => state !== 'up').length
  return (
    <ul className="grid grid-cols-2 gap-3 lg:grid-cols-4">
      <Count
        name={say('toShip')}
        to="/orders?state=paid"
        page={
          toShip.data && {
            ...toShip.data,
            items: toShip.data.items.filter(order => !isPaidBack(order)),
          }
        }
      />
      <Count name={say('toComplete')} to="/orders?returns=requested" page={toComplete.data} />
      <Count name={say('deadLetters')} to="/dead-letters" page={letters.data} isTrouble />
      <Count
        name={say('notUp')}
        to="/services"
        page={
          notUp === undefined ? undefined : { items: Array(notUp).fill(null), nextCursor: null }
        }
        isTrouble
      />
    </ul>
  )
}

type FirstPage = { readonly items: readonly unknown[]; readonly nextCursor: string | null }

function Count({
  name,
  to,
  page,
  isTrouble = false,
}: {
  readonly name: string
  readonly to: string
  readonly page: FirstPage | undefined
  /** More than none means that something is wrong. */
  readonly isTrouble?: boolean
}) {
  const say = useWords(consoleHomeWords)
  const format = useFormat()
  const count = page?.items.length ?? 0
  return (
    <li>
      <Link
        to={to}
        className="flex h-full flex-col rounded-12 border border-line bg-surface p-4 hover:bg-sunken"
      >
        <span className="text-14 text-quiet">{name}</span>
        {page === undefined ? (
          <Skeleton className="mt-1 h-8 w-16" />
        ) : (
          <strong className={classNames('text-28', isTrouble && count > 0 && 'text-wrong')}>
            {page.nextCursor === null ? format.number(count) : say('atLeast', { count })}
          </strong>
        )}
      </Link>
    </li>
  )
}
