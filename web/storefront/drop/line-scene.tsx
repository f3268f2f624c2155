import { useQueryClient } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import type { Refused } from '#web/kit/refusal.ts'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import type { Scene } from './drop-scene.ts'
import type { Press } from './press.ts'
import { SoldOutTold } from './sold-out-told.tsx'
import { Actions, Stage } from './stage.tsx'
import { tellPlace } from './tell-place.ts'

/** In the line: the place, who is ahead, what happens when a unit comes, and the way out. */
export function LineScene({
  drop,
  press,
  inLine: { place, isPaused },
}: {
  readonly drop: Drop
  readonly press: Press
  readonly inLine: Extract<Scene, { readonly is: 'in_line' }>
}) {
  const say = useWords(dropWords)
  const textOf = useRefusalText()
  const { number, span } = useFormat()
  const queries = useQueryClient()
  const { dropId } = drop
  const { ahead, quantity } = place
  const now = isPaused ? say('paused') : drop.remaining === 0 && say('soldOut')
  const left = () => tellPlace(queries, dropId, null)
  const leave = useAction('stock.leaveWaitlist', { done: left })
  function onError({ refusal }: Refused): void {
    // It was left on another device.
    if (refusal.refused === 'not_found') left()
    else void queries.invalidateQueries({ queryKey: ['place', dropId] })
  }
  return (
    <>
      <Stage
        above={[now, say('yourPlace')].filter(Boolean).join('. ')}
        hero={number(place.place)}
        below={
          <>
            <p>{ahead === 0 ? say('youAreNext') : say('aheadOfYou', { count: ahead })}</p>
            {drop.limitPerMember > 1 && <p>{say('waitsFor', { count: quantity })}</p>}
          </>
        }
      />
      <Actions>
        <p className="text-center text-14">
          {isPaused ? say('pausedText') : say('lineText', { span: span(drop.holdMs) })}{' '}
          {say('leaveText')}
        </p>
        {/* It was joined by the press for a unit, so that it is left as easily. */}
        <Button
          look="quiet"
          isBusy={leave.isPending}
          onClick={() => leave.mutate({ dropId }, { onError })}
        >
          {say('leaveLine')}
        </Button>
        {leave.isError && <Notice look="wrong">{textOf(leave.error.refusal.refused)}</Notice>}
        <SoldOutTold drop={drop} press={press} />
      </Actions>
    </>
  )
}
