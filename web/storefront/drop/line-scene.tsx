import { useQueryClient } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { useFormat } from '#web/kit/format.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { AskTwice } from './ask-twice.tsx'
import { heldMinutes } from './held-minutes.ts'
import { Actions, Stage } from './stage.tsx'

/** In the line: the place, who is ahead, and what happens when a unit comes. */
export function LineScene({ drop, place }: { readonly drop: Drop; readonly place: WaitlistPlace }) {
  const say = useWords(dropWords)
  const { number } = useFormat()
  const queries = useQueryClient()
  const { dropId } = drop
  const leave = useAction('stock.leaveWaitlist', {
    done: () => queries.setQueryData(['place', dropId], null),
  })
  return (
    <>
      <Stage
        above={say('yourPlace')}
        hero={number(place.place)}
        below={place.ahead === 0 ? say('youAreNext') : say('aheadOfYou', { count: place.ahead })}
      />
      <Actions>
        <p className="text-center text-14">
          {say('lineText', { count: heldMinutes(drop.holdMs) })}
        </p>
        <AskTwice
          label={say('leaveLine')}
          sure={say('leaveSure')}
          yes={say('leaveYes')}
          no={say('letGoNo')}
          isBusy={leave.isPending}
          act={() => leave.mutate({ dropId })}
        />
      </Actions>
    </>
  )
}
