import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { lastUnitOf } from './last-unit-of.ts'

/** A longer ledger is not read for one sentence. */
const MOST_ENTRIES = 1_000

/** How quickly it was sold out, and where one's own press was, read from the public ledger. */
export function SoldOutStory({
  drop: { dropId, opensAtMs },
  pressedAtMs,
}: {
  readonly drop: Drop
  readonly pressedAtMs: number | null
}) {
  const say = useWords(dropWords)
  const { data } = useQuery({
    ...reading('stock.readLedger', { dropId, limit: MOST_ENTRIES }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const last = data === undefined ? null : lastUnitOf(data.items)
  if (last === null) return <p className="text-center">{say('returnsToLine')}</p>
  const seconds = (atMs: number) => Math.max(0, (atMs - opensAtMs) / 1_000).toFixed(1)
  return (
    <div className="text-center">
      <p className="font-medium">{say('soldOutIn', { seconds: seconds(last.atMs) })}</p>
      <p className="text-14">
        {pressedAtMs === null
          ? say('returnsToLine')
          : say('youPressedAt', {
              pressed: seconds(pressedAtMs),
              last: seconds(last.atMs),
              position: last.position,
            })}
      </p>
      <p className="text-14">
        <Link
          to={`/drops/${dropId}/why${pressedAtMs === null ? '' : `?pressed=${Math.round(pressedAtMs)}`}`}
          className="inline-block rounded-4 py-2 underline underline-offset-4"
        >
          {say('whyNone')}
        </Link>
      </p>
    </div>
  )
}
