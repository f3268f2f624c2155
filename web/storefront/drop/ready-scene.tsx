import { useState } from 'react'
import type { Drop } from '#contracts/drops.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { useLoginPath } from '#web/kit/needs-member.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { refusalToTell } from './drop-scene.ts'
import { type Press, press as pressButton } from './press.ts'
import { QuantityChoice } from './quantity-choice.tsx'
import { Actions, Stage } from './stage.tsx'
import { UnitsBar } from './units-bar.tsx'
import type { AskingText } from './use-asking-text.ts'
import { VerifyFirst } from './verify-first.tsx'

/**
 * Open: how many are left, and the one thing to press. Between the press and its answer the button
 * cannot be pressed again, and nothing moves; it is the same one, so that it keeps the focus.
 */
export function ReadyScene({
  drop,
  press,
  mostUnits,
  isAnother,
  asking,
}: {
  readonly drop: Drop
  readonly press: Press
  readonly mostUnits: number
  /** One is bought already. */
  readonly isAnother: boolean
  /** How it stands with the press, while it has no answer. */
  readonly asking: AskingText | null
}) {
  const say = useWords(dropWords)
  const [quantity, setQuantity] = useState(1)
  return (
    <>
      <Left drop={drop} />
      <Actions>
        <div className="flex gap-2">
          <QuantityChoice
            value={quantity}
            most={mostUnits}
            isFixed={asking !== null}
            choose={setQuantity}
          />
          <PressButton
            drop={drop}
            quantity={Math.min(quantity, mostUnits)}
            isAnother={isAnother}
            isAsking={asking !== null}
          />
        </div>
        {asking !== null && <p className="text-center text-14">{say(asking)}</p>}
        <RefusedNotice code={refusalToTell(press, drop)} />
      </Actions>
    </>
  )
}

function PressButton({
  drop,
  quantity,
  isAnother,
  isAsking,
}: {
  readonly drop: Drop
  readonly quantity: number
  readonly isAnother: boolean
  readonly isAsking: boolean
}) {
  const say = useWords(dropWords)
  const standing = useStanding()
  const loginPath = useLoginPath()
  if (standing.is === 'visitor') {
    return (
      <ButtonLink to={loginPath} look="seal" isWide isTall>
        {say('logInToGet')}
      </ButtonLink>
    )
  }
  return (
    <Button
      look="seal"
      isWide
      isBusy={isAsking}
      className="min-h-14"
      onClick={() => pressButton(drop.dropId, quantity)}
    >
      {isAsking && `${say('asking')} …`}
      {!isAsking &&
        (isAnother && quantity === 1 ? say('getAnother') : say('getOne', { count: quantity }))}
    </Button>
  )
}

function Left({ drop }: { readonly drop: Drop }) {
  const say = useWords(dropWords)
  const { number } = useFormat()
  return (
    <Stage
      above={say('leftOf', { units: drop.units })}
      hero={number(drop.remaining)}
      below={<UnitsBar units={drop.units} remaining={drop.remaining} />}
    />
  )
}

function RefusedNotice({ code }: { readonly code: string | null }) {
  const say = useWords(dropWords)
  const textOf = useRefusalText()
  const loginPath = useLoginPath()
  if (code === null) return null
  if (code === 'email_unverified') return <VerifyFirst look="wrong" />
  const texts: Readonly<Record<string, string>> = {
    limit_exceeded: say('limitExceeded'),
    units_available: say('fewerLeft'),
    idempotency_conflict: say('conflict'),
    pass_required: say('passNeeded'),
    pass_invalid: say('passNeeded'),
    drop_not_open: say('putOff'),
    drop_paused: say('paused'),
    drop_ended: say('ended'),
  }
  return (
    <Notice look="wrong">
      {texts[code] ?? textOf(code)}{' '}
      {code.startsWith('token_') && (
        <ButtonLink to={loginPath} look="quiet">
          {say('logInToGet')}
        </ButtonLink>
      )}
    </Notice>
  )
}
