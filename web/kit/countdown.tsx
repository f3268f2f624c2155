import { clockText } from './format.ts'
import { useServerNow } from './use-server-now.ts'
import { useWords } from './use-words.ts'
import { kitWords } from './words/kit.ts'

const DAY_MS = 86_400_000

/** The time until an instant by the server's clock: days where there are any, then `03:04:12`. */
export function Countdown({
  untilMs,
  className,
}: {
  readonly untilMs: number
  readonly className?: string
}) {
  const say = useWords(kitWords)
  const leftMs = Math.max(0, untilMs - useServerNow(untilMs))
  const days = Math.floor(leftMs / DAY_MS)
  return (
    <span role="timer" className={className}>
      {days > 0 && (
        <span className="block text-20 tracking-normal">{say('days', { count: days })}</span>
      )}
      {clockText(days > 0 ? leftMs % DAY_MS : leftMs)}
    </span>
  )
}
