import { useQueryClient } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import type { Reservation } from '#contracts/stock.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { minuteText } from '#web/kit/format.ts'
import { Notice } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { AskTwice } from './ask-twice.tsx'
import { endPress } from './press.ts'
import { Actions, Stage } from './stage.tsx'

/** Beneath this the time is short, and looks so. */
const SHORT_MS = 120_000

/** A unit is held: which number one is, how long, and the way to pay. */
export function YoursScene({
  drop,
  held,
  isOffer,
}: {
  readonly drop: Drop
  readonly held: Reservation
  readonly isOffer: boolean
}) {
  const say = useWords(dropWords)
  const { money, time, number } = useFormat()
  const leftMs = Math.max(0, held.expiresAtMs - useServerNow(held.expiresAtMs))
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
              {!isOffer && <p>{say('ofUnits', { count: drop.units })}</p>}
              {isOffer && <p>{say('offeredText')}</p>}
              <p className="mt-2">
                {isOffer ? (
                  say('heldUntil', { time: time(held.expiresAtMs) })
                ) : (
                  <>
                    {say('heldUntil', { time: time(held.expiresAtMs) })}
                    <strong role="timer" className="ml-2 text-20">
                      {minuteText(leftMs)}
                    </strong>
                  </>
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
        {!isPinned && <LetGo drop={drop} held={held} isOffer={isOffer} />}
      </Actions>
    </>
  )
}

function LetGo({
  drop: { dropId },
  held,
  isOffer,
}: {
  readonly drop: Drop
  readonly held: Reservation
  readonly isOffer: boolean
}) {
  const say = useWords(dropWords)
  const textOf = useRefusalText()
  const queries = useQueryClient()
  const over = {
    done() {
      endPress(dropId)
      for (const name of ['mine', 'place'])
        void queries.invalidateQueries({ queryKey: [name, dropId] })
      void queries.invalidateQueries({ queryKey: ['stock.readDrop', { dropId }] })
    },
  }
  const release = useAction('stock.releaseReservation', over)
  const turnDown = useAction('stock.leaveWaitlist', over)
  const failed = release.error ?? turnDown.error
  return (
    <>
      <AskTwice
        label={say(isOffer ? 'turnDown' : 'letGo')}
        sure={say(isOffer ? 'turnDownSure' : 'letGoSure')}
        yes={say('letGoYes')}
        no={say('letGoNo')}
        isBusy={release.isPending || turnDown.isPending}
        act={() =>
          isOffer
            ? turnDown.mutate({ dropId })
            : release.mutate({ reservationId: held.reservationId })
        }
      />
      {failed !== null && (
        <Notice look="wrong">
          {failed.refusal.refused === 'reservation_pinned'
            ? say('pinned')
            : textOf(failed.refusal.refused)}
        </Notice>
      )}
    </>
  )
}
