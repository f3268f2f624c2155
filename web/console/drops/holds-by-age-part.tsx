import { Part } from '#web/console/paper.tsx'
import { consoleBoardWords } from '#web/console/words/live-board.ts'
import { classNames } from '#web/kit/class-names.ts'
import { language } from '#web/kit/language.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { type DropStory, holdsByAge } from './drop-story.ts'
import { spanText } from './span-text.ts'

/** Units that are held and not paid, by how long they have been held already. */
export function HoldsByAgePart({
  story,
  nowMs,
  holdMs,
}: {
  readonly story: DropStory
  readonly nowMs: number
  readonly holdMs: number
}) {
  const say = useWords(consoleBoardWords)
  const { number } = useFormat()
  const spoken = useStore(language)
  const ages = holdsByAge(story, { nowMs, holdMs })
  const most = Math.max(1, ...ages)
  return (
    <Part title={say('holds')}>
      <ul className="flex flex-col gap-1.5 text-14">
        {ages
          .map((units, at) => ({ units, quarter: at + 1 }))
          .map(({ units, quarter }) => (
            <li key={quarter} className="grid grid-cols-[8rem_1fr_2.5rem] items-center gap-2">
              <span className="text-12 text-quiet">
                {quarter > 4
                  ? say('overdue')
                  : say('heldUntil', {
                      time: spanText((holdMs * quarter) / 4, holdMs / 4, spoken),
                    })}
              </span>
              <meter
                aria-hidden
                min={0}
                max={most}
                value={units}
                className={classNames('board-meter h-2.5 w-full', quarter >= 4 && 'is-short')}
              />
              <span className="text-right">{number(units)}</span>
            </li>
          ))}
      </ul>
    </Part>
  )
}
