import type { Order } from '#contracts/orders.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { classNames } from '#web/kit/class-names.ts'
import { Notice } from '#web/kit/notice.tsx'
import { useServerNow } from '#web/kit/use-server-now.ts'
import { useWords } from '#web/kit/use-words.ts'
import { HeldUntil } from '#web/storefront/checkout/held-until.tsx'
import { SHORT_MS } from '#web/storefront/checkout/told-left.ts'
import { useCheckoutScene } from '#web/storefront/checkout/use-checkout-scene.ts'
import { checkoutWords } from '#web/storefront/checkout/words/checkout-words.ts'
import { orderWords } from './words/order-words.ts'

/** Of an order that is to be paid: until when it is held, and the way to pay it. */
export function OrderHold({ order }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const sayOfHold = useWords(checkoutWords)
  const { orderId, expiresAtMs = 0 } = order
  const leftMs = Math.max(0, expiresAtMs - useServerNow(expiresAtMs))
  const { scene } = useCheckoutScene(order)
  if (scene.is === 'paid') return null
  if (scene.is === 'pending') return <Notice look="short">{sayOfHold('pendingText')}</Notice>
  if (scene.is === 'lost') return <Notice look="short">{sayOfHold('expired')}</Notice>
  return (
    <>
      <div
        className={classNames(
          'rounded-12 px-4 py-3',
          leftMs <= SHORT_MS ? 'bg-short-ground text-short' : 'bg-yours-ground text-yours',
        )}
      >
        <HeldUntil expiresAtMs={expiresAtMs} leftMs={leftMs} />
      </div>
      <ButtonLink to={`/checkout/${orderId}`} look="seal" isWide>
        {say('goPay')}
      </ButtonLink>
    </>
  )
}
