import { useQueryClient } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import type { Reservation } from '#contracts/stock.ts'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropLaterWords } from '#web/storefront/words/drop-later-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { AskTwice } from './ask-twice.tsx'
import { endPress } from './press.ts'

/** Gives what is held to the next: one press turns an offer down, of one's own number it is asked. */
export function GiveBack({
  drop: { dropId },
  held: { reservationId },
  isOffer,
}: {
  readonly drop: Drop
  readonly held: Reservation
  readonly isOffer: boolean
}) {
  const say = useWords(dropLaterWords)
  const sayDrop = useWords(dropWords)
  const textOf = useRefusalText()
  const queries = useQueryClient()
  function readAnew() {
    for (const name of ['mine', 'place']) {
      void queries.invalidateQueries({ queryKey: [name, dropId] })
    }
    void queries.invalidateQueries({ queryKey: ['stock.readDrop', { dropId }] })
  }
  const over = {
    done() {
      endPress(dropId)
      readAnew()
    },
  }
  // It may be paid, or be over, elsewhere.
  const refused = { onError: readAnew }
  const release = useAction('stock.releaseReservation', over)
  const turnDown = useAction('stock.leaveWaitlist', over)
  const failed = release.error ?? turnDown.error
  return (
    <>
      {isOffer ? (
        <>
          <Button
            look="quiet"
            isBusy={turnDown.isPending}
            onClick={() => turnDown.mutate({ dropId }, refused)}
          >
            {say('turnDown')}
          </Button>
          <p className="text-center text-14">{say('turnDownText')}</p>
        </>
      ) : (
        <AskTwice
          label={say('letGo')}
          sure={say('letGoSure')}
          yes={say('letGoYes')}
          no={say('letGoNo')}
          isBusy={release.isPending}
          act={() => release.mutate({ reservationId }, refused)}
        />
      )}
      {failed !== null && (
        <Notice look="wrong">
          {failed.refusal.refused === 'reservation_pinned'
            ? sayDrop('pinned')
            : textOf(failed.refusal.refused)}
        </Notice>
      )}
    </>
  )
}
