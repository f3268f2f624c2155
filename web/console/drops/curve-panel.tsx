import type { ReactNode } from 'react'
import { consoleBoardWords } from '#web/console/words/live-board.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'

/** A curve with its name, how many there were, and how many there are a second. */
export function CurvePanel({
  name,
  count,
  rate,
  children,
}: {
  readonly name: string
  readonly count: number
  readonly rate: number
  readonly children: ReactNode
}) {
  const say = useWords(consoleBoardWords)
  const { number } = useFormat()
  return (
    <section aria-label={name} className="min-w-0 rounded-12 border border-line bg-surface p-4">
      <div className="mb-2 flex items-baseline justify-between gap-2">
        <h2 className="text-14 font-medium text-quiet">{name}</h2>
        <p>
          <strong className="text-20">{number(count)}</strong>{' '}
          <span className="text-12 text-quiet">
            {say('perSecond', { rate: number(Math.round(rate * 10) / 10) })}
          </span>
        </p>
      </div>
      {children}
    </section>
  )
}
