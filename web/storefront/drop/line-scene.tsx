import { useQueryClient } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import type { Press } from './press.ts'
import { SoldOutTold } from './sold-out-told.tsx'
import { Actions, Stage } from './stage.tsx'

/** In the line: the place, who is ahead, what happens when a unit comes, and the way out. */
export function LineScene({
  drop,
  press,
  place,
}: {
  readonly drop: Drop
  readonly press: Press
  readonly place: WaitlistPlace
}) {
  const say = useWords(dropWords)
  const textOf = useRefusalText()
  const { number, span } = useFormat()
  const queries = useQueryClient()
  const { dropId } = drop
  const leave = useAction('stock.leaveWaitlist', {
    done: () => queries.setQueryData(['place', dropId], null),
  })
  return (
    <>
      <Stage
        above={say(drop.remaining === 0 ? 'soldOutPlace' : 'yourPlace')}
        hero={number(place.place)}
        below={place.ahead === 0 ? say('youAreNext') : say('aheadOfYou', { count: place.ahead })}
      />
      <Actions>
        <p className="text-center text-14">
          {say('lineText', { span: span(drop.holdMs) })} {say('leaveText')}
        </p>
        {/* It was joined by the press for a unit, so that it is left as easily. */}
        <Button look="quiet" isBusy={leave.isPending} onClick={() => leave.mutate({ dropId })}>
          {say('leaveLine')}
        </Button>
        {leave.isError && <Notice look="wrong">{textOf(leave.error.refusal.refused)}</Notice>}
        <SoldOutTold drop={drop} press={press} />
      </Actions>
    </>
  )
}
