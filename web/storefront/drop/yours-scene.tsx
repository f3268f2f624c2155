import { Suspense } from 'react'
import type { Drop } from '#contracts/drops.ts'
import type { Reservation } from '#contracts/stock.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { minuteText } from '#web/kit/format.ts'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { unitsOf } from './drop-scene.ts'
import { part } from './part.ts'
import { Actions, Stage } from './stage.tsx'

// Until it can be loaded, the number and the way to pay are there; the checkout can let go too.
const GiveBack = part(
  () => import('./give-back.tsx').then(({ GiveBack }) => GiveBack),
  [dropLaterWords],
)

/** Beneath this the time is short, and looks so. */
const SHORT_MS = 120_000

/** A unit is held: which number one is, how long, and the way to pay. */
export function YoursScene({
  drop,
  held,
  wanted,
}: {
  readonly drop: Drop
  readonly held: Reservation
  /** For so many units one waited, where it came by the line. */
  readonly wanted: number | null
}) {
  const say = useWords(dropWords)
  const { money, time, number } = useFormat()
  const leftMs = Math.max(0, held.expiresAtMs - useServerNow(held.expiresAtMs))
  const count = unitsOf(held)
  const isOffer = wanted !== null
  const isPinned = held.state === 'pinned'
  return (
    <>
      <Stage
        look={!isPinned && leftMs < SHORT_MS ? 'short' : 'yours'}
        above={isOffer ? say('offered') : say('youAreNumber')}
        hero={isOffer ? minuteText(leftMs) : number(held.position ?? 0)}
        below={
          isPinned ? (
            say('pinned')
          ) : (
            <>
              <p>
                {wanted === null && say('unitsHeld', { count })}
                {wanted !== null && count < wanted && say('offeredPart', { count, wanted })}
                {wanted !== null && count >= wanted && say('offeredText', { count })}
              </p>
              <p className="mt-2">
                {say('heldUntil', { time: time(held.expiresAtMs) })}
                <SeoulTime atMs={held.expiresAtMs} />
                {!isOffer && (
                  <strong role="timer" className="ml-2 text-20">
                    {minuteText(leftMs)}
                  </strong>
                )}
              </p>
            </>
          )
        }
      />
      <Actions>
        <ButtonLink to={`/checkout/${held.orderId}`} look="seal" isWide isTall>
          {say('pay', { total: money(held.total) })}
        </ButtonLink>
        <Suspense>{!isPinned && <GiveBack drop={drop} held={held} isOffer={isOffer} />}</Suspense>
      </Actions>
    </>
  )
}
