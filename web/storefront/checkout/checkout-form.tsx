import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import type { PaymentMethod } from '#contracts/providers.ts'
import { useWords } from '#web/kit/use-words.ts'
import { LineList } from '#web/storefront/parts/line-list.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { CheckoutAddress } from './checkout-address.tsx'
import { PayBox } from './pay-box.tsx'
import { methods } from './pay-keys.ts'
import { PaymentMethods } from './payment-methods.tsx'
import { StripeFields } from './stripe-fields.tsx'
import { TestCards } from './test-cards.tsx'
import { TimeBar } from './time-bar.tsx'
import { usePaying } from './use-paying.ts'
import { useProviderReturn } from './use-provider-return.ts'
import { useProviderWindow } from './use-provider-window.ts'
import { checkoutWords } from './words/checkout-words.ts'

/** What one likes to pay by: for a reload. It says nothing about anybody. */
const LIKED = 'payment-method'

/** The checkout while there is time: nothing that was chosen is lost by a decline or a reload. */
export function CheckoutForm({
  order,
  payments,
  tellConfirming,
}: {
  readonly order: Order
  readonly payments: readonly Payment[]
  readonly tellConfirming: (isConfirming: boolean) => void
}) {
  const say = useWords(checkoutWords)
  const [liked, setLiked] = useState(likedMethod)
  const window = useProviderWindow(order)
  const method = window.methods.includes(liked) ? liked : 'card'
  const paying = usePaying(order.orderId, method, { agree: window.agree, tellConfirming })
  const { leftCode, retry } = useProviderReturn({ provider: window.provider, ...paying })
  const isSimulated = paying.entered?.provider === 'simulator'

  function choose(chosen: PaymentMethod) {
    sessionStorage.setItem(LIKED, chosen)
    setLiked(chosen)
  }

  return (
    <div className="flex flex-col gap-4">
      <TimeBar order={order} />
      <h1 className="text-28">{say('title')}</h1>
      <div className="grid items-start gap-4 md:grid-cols-[1fr_20rem] md:gap-6">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={say('what')}>
            {order.position !== undefined && (
              <p className="text-yours">{say('yourNumber', { position: order.position })}</p>
            )}
            <LineList lines={order.lines} />
          </Panel>
          <CheckoutAddress order={order} />
          <Panel title={say('how')}>
            <PaymentMethods offered={window.methods} chosen={method} choose={choose} />
            {isSimulated && <TestCards chosen={window.testCard} choose={window.setTestCard} />}
            {paying.entered?.provider === 'stripe' && window.scriptUrl !== undefined && (
              <StripeFields
                client={paying.entered.client}
                scriptUrl={window.scriptUrl}
                give={window.setFields}
              />
            )}
          </Panel>
        </div>
        <PayBox
          order={order}
          paying={paying}
          lastPayment={payments[0]}
          leftCode={leftCode}
          isReady={retry !== null || window.isReady}
          pay={() => void (retry ?? paying.pay)()}
        />
      </div>
    </div>
  )
}

function likedMethod(): PaymentMethod {
  const kept = sessionStorage.getItem(LIKED)
  return methods.find(method => method === kept) ?? 'card'
}
