import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { soldOutTimes, tellApart } from './sold-out-times.ts'

/** A longer ledger is not read for one sentence. */
const MOST_ENTRIES = 1_000

/** What was taken a moment ago may not be written down yet. */
const AGAIN_MS = 3_000

/** How quickly it was sold out, and where one's own press was, read from the public ledger. */
export function SoldOutStory({
  drop: { dropId, opensAtMs },
  pressedAtMs,
}: {
  readonly drop: Drop
  readonly pressedAtMs: number | null
}) {
  const say = useWords(dropWords)
  const { queryKey, queryFn } = reading('stock.readLedger', { dropId, limit: MOST_ENTRIES })
  const { data } = useQuery({
    // Of each press a ledger tells that was read after it.
    queryKey: [...queryKey, pressedAtMs],
    queryFn,
    refetchOnWindowFocus: false,
    select: ledger => soldOutTimes(ledger, pressedAtMs),
    refetchInterval: ({ state }) =>
      state.data !== undefined && soldOutTimes(state.data, pressedAtMs).isUnderWay
        ? AGAIN_MS
        : false,
  })
  if (data === undefined || data.first === null) {
    return <p className="text-center">{say('returnsToLine')}</p>
  }
  const { first, isAgain, missed } = data
  const sinceOpening = (atMs: number) => Math.max(0, atMs - opensAtMs)
  const firstMs = sinceOpening(first.atMs)
  const youPressed = () => {
    if (pressedAtMs === null || missed === null) return say('returnsToLine')
    const [pressed, last] = tellApart(sinceOpening(pressedAtMs), sinceOpening(missed.atMs))
    const { position } = missed
    if (position === null) return say('youPressedOut', { pressed, last })
    return say('youPressedAt', { pressed, last, position })
  }
  return (
    <div className="text-center">
      <p className="font-medium">
        {say(isAgain ? 'soldOutFirst' : 'soldOutIn', { seconds: (firstMs / 1_000).toFixed(1) })}
      </p>
      <p className="text-14">{youPressed()}</p>
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
