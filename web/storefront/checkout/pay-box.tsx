import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { codeOf, Refused } from '#web/kit/refusal.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { LetGo } from './let-go.tsx'
import { shownCode, wordOfDecline, wordOfLeaving } from './pay-troubles.ts'
import { providerNames } from './provider-names.ts'
import { StillAsking } from './still-asking.tsx'
import type { usePaying } from './use-paying.ts'
import { WindowBroken } from './window-broken.tsx'
import { checkoutWords } from './words/checkout-words.ts'

/** The sum, what came of the last press, and the one thing to press. */
export function PayBox({
  order,
  paying: { entered, enteringError, answer, isAsking },
  lastPayment,
  leftCode,
  isReady,
  pay,
}: {
  readonly order: Order
  readonly paying: ReturnType<typeof usePaying>
  readonly lastPayment: Payment | undefined
  /** With which the provider's window led back without a payment. */
  readonly leftCode: string | null
  /** Whether there is all that one agrees by. */
  readonly isReady: boolean
  readonly pay: () => void
}) {
  const say = useWords(checkoutWords)
  const { money } = useFormat()
  const [hasPressed, setHasPressed] = useState(false)
  const isUnverified = codeOf(enteringError) === 'email_unverified'
  const left = answer?.is === 'left' ? answer.code : hasPressed ? null : leftCode
  // A decline is told again after a reload.
  const isDeclined =
    answer?.is === 'declined' ||
    (!hasPressed && answer === null && left === null && lastPayment?.state === 'declined')
  const declineCode = answer?.is === 'declined' ? answer.declineCode : lastPayment?.declineCode
  const refusal = answer?.is === 'refused' ? answer.refusal : notPayable(enteringError)
  const provider = entered?.provider ?? 'simulator'
  return (
    <div className="md:sticky md:top-36">
      <Panel title={say('total')} aside={<p className="text-28 font-bold">{money(order.total)}</p>}>
        {isDeclined && !isAsking && (
          <Notice look="wrong">
            <p className="font-semibold">{say('declined')}</p>
            <p>{say(wordOfDecline(declineCode))}</p>
          </Notice>
        )}
        {left !== null && !isAsking && (
          <Notice>{say(wordOfLeaving(left), { code: shownCode(left) })}</Notice>
        )}
        {answer?.is === 'broken' && <WindowBroken provider={provider} />}
        {!isAsking && <RefusalNotice refusal={refusal} />}
        {isUnverified && (
          <Notice look="short">
            {say('unverified')}{' '}
            <TextLink to={`/verify?next=/checkout/${order.orderId}`}>{say('verifyNow')}</TextLink>
          </Notice>
        )}
        <Button
          look="seal"
          isWide
          isBusy={isAsking}
          disabled={isUnverified || !isReady}
          onClick={() => {
            setHasPressed(true)
            pay()
          }}
        >
          {isAsking ? say('asking') : say('pay', { total: money(order.total) })}
        </Button>
        <StillAsking isAsking={isAsking} />
        {provider === 'toss' && (
          <p className="text-14 text-quiet">
            {say('providersWindow', { provider: providerNames[provider] })}
          </p>
        )}
        <p className="text-14 text-quiet">{say('chargedOnce')}</p>
        <LetGo order={order} isDisabled={isAsking} />
      </Panel>
    </div>
  )
}

/** What is known before one presses: the provider does not take it. */
const notPayable = (error: unknown) =>
  error instanceof Refused && error.refusal.refused === 'order_not_payable' ? error.refusal : null
