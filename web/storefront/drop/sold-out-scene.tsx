import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Drop } from '#contracts/drops.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import type { Press } from './press.ts'
import { QuantityChoice } from './quantity-choice.tsx'
import { SoldOutTold } from './sold-out-told.tsx'
import { Actions, Stage } from './stage.tsx'
import { tellPlace } from './tell-place.ts'
import { VerifyFirst } from './verify-first.tsx'

/** All are taken: how quickly, and the line. */
export function SoldOutScene({
  drop,
  press,
  mostUnits,
}: {
  readonly drop: Drop
  readonly press: Press
  readonly mostUnits: number
}) {
  const say = useWords(dropWords)
  return (
    <>
      <Stage above={say('soldOut')} hero="0" below={<SoldOutTold drop={drop} press={press} />} />
      <Actions>
        <Join drop={drop} mostUnits={mostUnits} />
        <p className="text-center text-14 text-quiet">
          {drop.waiting === 0 ? say('nobodyWaits') : say('waiting', { count: drop.waiting })}
        </p>
      </Actions>
    </>
  )
}

function Join({
  drop: { dropId },
  mostUnits,
}: {
  readonly drop: Drop
  readonly mostUnits: number
}) {
  const say = useWords(dropWords)
  const textOf = useRefusalText()
  const [chosen, choose] = useState(1)
  const quantity = Math.min(chosen, mostUnits)
  const standing = useStanding()
  const loginPath = useLoginPath()
  const queries = useQueryClient()
  const join = useAction('stock.joinWaitlist', {
    done: place => tellPlace(queries, dropId, place),
  })
  // What was bought elsewhere meanwhile may be all that one may have.
  const onSettled = () => void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  // There may be units free by now, or it is over.
  const onError = () => void queries.invalidateQueries({ queryKey: ['stock.readDrop', { dropId }] })
  if (standing.is === 'visitor') {
    return (
      <ButtonLink to={loginPath} look="seal" isWide isTall>
        {say('joinLine')}
      </ButtonLink>
    )
  }
  const code = join.error?.refusal.refused
  const texts: Readonly<Record<string, string>> = {
    limit_exceeded: say('limitExceeded'),
    units_available: say('unitsAvailable'),
  }
  return (
    <>
      <div className="flex gap-2">
        <QuantityChoice
          value={quantity}
          most={mostUnits}
          isFixed={join.isPending}
          choose={choose}
        />
        <Button
          look="seal"
          isWide
          className="min-h-14"
          isBusy={join.isPending}
          onClick={() => join.mutate({ dropId, quantity }, { onSettled, onError })}
        >
          {say('joinLine')}
        </Button>
      </div>
      {code === 'email_unverified' && <VerifyFirst look="wrong" />}
      {code !== undefined && code !== 'email_unverified' && (
        <Notice look="wrong">{texts[code] ?? textOf(code)}</Notice>
      )}
    </>
  )
}
