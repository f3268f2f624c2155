import type { ReactNode } from 'react'
import type { Order } from '#contracts/orders.ts'
import { Instant } from '#web/kit/instant.tsx'
import { isPaidBack } from '#web/kit/is-paid-back.ts'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { AddressLines } from '#web/storefront/account/address-lines.tsx'
import { CheckoutAddress } from '#web/storefront/checkout/checkout-address.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { CopyButton } from './copy-button.tsx'
import { orderWords } from './words/order-words.ts'

/** Where the parcel is, and where it goes: that can be changed until it is shipped. */
export function OrderDelivery({ order }: { readonly order: Order }) {
  const say = useWords(orderWords)
  const { state, shipment, shippingAddress } = order
  const isEnded = state === 'cancelled' || state === 'expired'
  if (isEnded && shippingAddress === undefined) return null
  const paidBack = isPaidBack(order)
  if (shipment === undefined && !isEnded) {
    return (
      <>
        {paidBack && <Notice look="short">{say('paidBackStays')}</Notice>}
        {state === 'paid' && !paidBack && shippingAddress === undefined && (
          <Notice look="short">{say('wantsAddress')}</Notice>
        )}
        <CheckoutAddress order={order} />
        {state === 'paid' && !paidBack && shippingAddress !== undefined && (
          <p className="px-1 text-14 text-quiet">{say('notShipped')}</p>
        )}
      </>
    )
  }
  return (
    <Panel title={say('delivery')}>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
        {shipment !== undefined && (
          <>
            <Row name={say('carrier')}>{shipment.carrier}</Row>
            <Row name={say('trackingNumber')}>
              {shipment.trackingNumber} <CopyButton text={shipment.trackingNumber} />
            </Row>
            <Row name={say('shippedAt')}>
              <Instant atMs={shipment.shippedAtMs} />
            </Row>
            {shipment.deliveredAtMs !== undefined && (
              <Row name={say('deliveredAt')}>
                <Instant atMs={shipment.deliveredAtMs} />
              </Row>
            )}
          </>
        )}
        {shippingAddress !== undefined && (
          <Row name={say('address')}>
            <AddressLines address={shippingAddress} />
          </Row>
        )}
      </dl>
    </Panel>
  )
}

const Row = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <>
    <dt className="text-quiet">{name}</dt>
    <dd className="min-w-0">{children}</dd>
  </>
)
