import { minuteText } from '#web/kit/format.ts'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** Until when something is held, and the time that is left of it. */
export function HeldUntil({
  expiresAtMs,
  leftMs,
}: {
  readonly expiresAtMs: number
  readonly leftMs: number
}) {
  const say = useWords(checkoutWords)
  const { time } = useFormat()
  return (
    <p className="flex items-baseline justify-between gap-4 text-14">
      <span>
        {say('heldUntil', { time: time(expiresAtMs) })}
        <SeoulTime atMs={expiresAtMs} />
      </span>
      <span role="timer" className="text-20 font-semibold">
        {minuteText(leftMs)}
      </span>
    </p>
  )
}
