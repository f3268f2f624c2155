import { useQueryClient } from '@tanstack/react-query'
import type { Drop } from '#contracts/drops.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import type { Press } from './press.ts'
import { SoldOutTold } from './sold-out-told.tsx'
import { Actions, Stage } from './stage.tsx'

/** All are taken: how quickly, and the line. */
export function SoldOutScene({
  drop,
  press,
  place,
}: {
  readonly drop: Drop
  readonly press: Press
  readonly place: WaitlistPlace | null
}) {
  const say = useWords(dropWords)
  return (
    <>
      <Stage above={say('soldOut')} hero="0" below={<SoldOutTold drop={drop} press={press} />} />
      <Actions>
        <Join drop={drop} />
        <p className="text-center text-14 text-quiet">
          {drop.waiting === 0 ? say('nobodyWaits') : say('waiting', { count: drop.waiting })}
        </p>
        {place?.state === 'passed' && <Notice>{say('passed')}</Notice>}
      </Actions>
    </>
  )
}

function Join({ drop: { dropId } }: { readonly drop: Drop }) {
  const say = useWords(dropWords)
  const textOf = useRefusalText()
  const standing = useStanding()
  const loginPath = useLoginPath()
  const queries = useQueryClient()
  const join = useAction('stock.joinWaitlist', {
    done: place => queries.setQueryData(['place', dropId], place),
  })
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
      <Button
        look="seal"
        isWide
        className="min-h-14"
        isBusy={join.isPending}
        onClick={() => join.mutate({ dropId, quantity: 1 })}
      >
        {say('joinLine')}
      </Button>
      {code !== undefined && <Notice look="wrong">{texts[code] ?? textOf(code)}</Notice>}
    </>
  )
}
