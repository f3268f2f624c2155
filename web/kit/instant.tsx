import { isoTime } from './format.ts'
import { useFormat } from './use-format.ts'
import { useWords } from './use-words.ts'
import { kitWords } from './words/kit.ts'

/** An instant by the viewer's own clock, and Seoul's beside it where that is another. */
export function Instant({ atMs }: { readonly atMs: number }) {
  const say = useWords(kitWords)
  const { dateTime, seoulTime } = useFormat()
  const seoul = seoulTime(atMs)
  return (
    <time dateTime={isoTime(atMs)}>
      {dateTime(atMs)}
      {seoul !== null && <span className="text-quiet"> ({say('seoul', { time: seoul })})</span>}
    </time>
  )
}
