import { isoTime } from './format.ts'
import { SeoulTime } from './seoul-time.tsx'
import { useFormat } from './use-format.ts'

/** An instant by the viewer's own clock, and Seoul's beside it where that is another. */
export function Instant({ atMs }: { readonly atMs: number }) {
  const { dateTime } = useFormat()
  return (
    <time dateTime={isoTime(atMs)}>
      {dateTime(atMs)}
      <SeoulTime atMs={atMs} />
    </time>
  )
}
