import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { LastUnit } from '#web/storefront/drop/last-unit-of.ts'
import type { OwnStory } from './own-story.ts'
import { secondsOf } from './seconds-of.ts'
import type { FreedUnits, WhyStory } from './why-story.ts'
import { receiptWords } from './words/receipt-words.ts'

/** What went on at a sale, in its order: the press and the numbers of one's own among it. */
export function SaleCourse({
  opensAtMs,
  story: { openedWith, lastUnit, missed, freed },
  numbers,
  pressedAtMs,
}: {
  readonly opensAtMs: number
  readonly story: WhyStory
  readonly numbers: readonly OwnStory[]
  readonly pressedAtMs: number | null
}) {
  const say = useWords(receiptWords)
  const { exactTime, date } = useFormat()
  const gone = ({ atMs, position }: LastUnit) => ({
    atMs,
    text: position === null ? say('lastOut') : say('lastUnit', { position }),
  })
  const free = ({ atMs, units, position }: FreedUnits) => ({
    atMs,
    text:
      position === null
        ? say('wereAdded', { count: units })
        : say('cameBackFrom', { count: units, position }),
  })
  const again = missed?.last?.index === lastUnit?.index ? null : missed?.last

  const steps = [
    { atMs: opensAtMs, text: say('opened', { units: openedWith }) },
    ...(lastUnit === null ? [] : [gone(lastUnit)]),
    ...(freed === null ? [] : [free(freed)]),
    ...(again ? [gone(again)] : []),
    ...numbers.map(({ takenAtMs, position }) => ({
      atMs: takenAtMs,
      text: say('youGot', { position }),
    })),
    ...(pressedAtMs === null ? [] : [{ atMs: pressedAtMs, text: say('youPressed') }]),
  ].sort((a, b) => a.atMs - b.atMs)

  return (
    <ol className="flex flex-col gap-4 border-l-2 border-line pl-6">
      {steps.map(({ atMs, text }) => (
        <li key={`${text} ${atMs}`}>
          <p className="font-medium">{text}</p>
          <p className="text-14 text-quiet">
            {date(atMs)} {exactTime(atMs)}
            <SeoulTime atMs={atMs} /> ·{' '}
            {atMs <= opensAtMs
              ? say('whenOpening')
              : say('afterOpening', { seconds: secondsOf(atMs - opensAtMs) })}
          </p>
        </li>
      ))}
    </ol>
  )
}
