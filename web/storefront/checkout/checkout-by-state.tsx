import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import type { Payment } from '#contracts/payments.ts'
import { Teller } from '#web/kit/teller.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { LoadingPanels } from '#web/storefront/parts/loading-panels.tsx'
import { CheckoutForm } from './checkout-form.tsx'
import { LostPanel, titleOfLost } from './lost-panel.tsx'
import { PaidPanel } from './paid-panel.tsx'
import { PendingPanel } from './pending-panel.tsx'
import { useCheckoutScene } from './use-checkout-scene.ts'
import { useDeclinedAttempts } from './use-declined-attempts.ts'
import { useEndedHold } from './use-ended-hold.ts'
import { useReturnForgotten } from './use-provider-return.ts'
import { wordOfPaid } from './word-of-paid.ts'
import { checkoutWords } from './words/checkout-words.ts'

const none: readonly Payment[] = []

/** What the checkout shows depends on where the order and its payments are; so it survives a reload. */
export function CheckoutByState({ order }: { readonly order: Order }) {
  const say = useWords(checkoutWords)
  const [isConfirming, setIsConfirming] = useState(false)
  const { scene, payments } = useCheckoutScene(order, isConfirming)
  useDeclinedAttempts(payments ?? none)
  useEndedHold(order, scene.is === 'lost' || scene.is === 'paid')
  useReturnForgotten(scene.is !== 'due' && scene.is !== 'looking')

  function told(): string {
    if (scene.is === 'lost') {
      return scene.money.is === 'unknown' ? '' : say(titleOfLost(order, scene.money))
    }
    if (scene.is === 'paid') return say(wordOfPaid(order).title)
    return scene.is === 'pending' ? say('pending') : ''
  }

  return (
    <>
      <Teller sentence={told()} heading="h1" />
      {scene.is === 'looking' && <LoadingPanels title={say('title')} />}
      {scene.is === 'lost' && <LostPanel order={order} money={scene.money} />}
      {scene.is === 'paid' && <PaidPanel order={order} />}
      {scene.is === 'pending' && <PendingPanel order={order} />}
      {scene.is === 'due' && (
        <CheckoutForm order={order} payments={payments ?? none} tellConfirming={setIsConfirming} />
      )}
    </>
  )
}
