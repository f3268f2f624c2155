import type { Order } from '#contracts/orders.ts'
import { classNames } from '#web/kit/class-names.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { HeldUntil } from './held-until.tsx'
import { SHORT_MS, toldLeftMs } from './told-left.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** The time that is left of the hold, by the server's clock: a thin bar that stays in sight. */
export function TimeBar({
  order: { expiresAtMs = 0, placedAtMs },
}: {
  readonly order: Pick<Order, 'expiresAtMs' | 'placedAtMs'>
}) {
  const say = useWords(checkoutWords)
  const { span } = useFormat()
  const leftMs = Math.max(0, expiresAtMs - useServerNow(expiresAtMs))
  const holdMs = Math.max(1, expiresAtMs - placedAtMs)
  const isShort = leftMs <= SHORT_MS
  const toldMs = toldLeftMs(leftMs, holdMs)
  return (
    <div
      className={classNames(
        'sticky top-16 z-10 -mx-4 -mt-6 px-4 pt-3 pb-2 md:-mx-6 md:-mt-8 md:px-6',
        isShort ? 'bg-short-ground text-short' : 'bg-paper text-ink',
      )}
    >
      <HeldUntil expiresAtMs={expiresAtMs} leftMs={leftMs} />
      <div className="mt-1 h-1 overflow-hidden rounded-full bg-line">
        <div
          className={classNames(
            'h-full origin-left rounded-full transition-transform duration-200',
            isShort ? 'bg-short' : 'bg-yours',
          )}
          style={{ transform: `scaleX(${Math.min(1, leftMs / holdMs)})` }}
        />
      </div>
      <p aria-live="polite" className="sr-only">
        {toldMs === null ? null : say('spanLeft', { span: span(toldMs) })}
      </p>
    </div>
  )
}
