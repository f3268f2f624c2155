import { Link } from 'react-router'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { classNames } from '#web/kit/class-names.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { OwnStory } from './own-story.ts'
import { receiptWords } from './words/receipt-words.ts'

const mine: ReadonlySet<OwnStory['is']> = new Set(['ownHeld', 'ownBought', 'ownReturnedPart'])

/** The numbers that one got, what became of each, and the place in the line. */
export function OwnTold({
  numbers,
  inLine,
}: {
  readonly numbers: readonly OwnStory[]
  readonly inLine: WaitlistPlace | null
}) {
  const say = useWords(receiptWords)
  const { dateTime } = useFormat()
  const isMine = numbers.some(({ is }) => mine.has(is))
  return (
    <ul
      className={classNames(
        'flex flex-col gap-2 rounded-12 p-4',
        isMine ? 'bg-yours-ground text-yours' : 'bg-sunken',
      )}
    >
      {numbers.map(({ orderId, position, is, untilMs, units, returned }) => (
        <li key={orderId}>
          {say(is, { position, time: dateTime(untilMs), units, count: returned })}{' '}
          <Link
            to={`/orders/${orderId}`}
            className="inline-block rounded-4 underline underline-offset-4"
          >
            {say('toOrder')} <span className="sr-only">{`${say('number')} ${position}`}</span>
          </Link>
        </li>
      ))}
      {inLine !== null && <li>{say('ownPlace', { count: inLine.place })}</li>}
    </ul>
  )
}
