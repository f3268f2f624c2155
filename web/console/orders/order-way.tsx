import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { Fact, Facts } from '#web/console/facts.tsx'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { Field } from '#web/kit/field.tsx'
import { Instant } from '#web/kit/instant.tsx'
import { isPaidBack } from '#web/kit/is-paid-back.ts'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { CancelPaidOrder } from './cancel-paid-order.tsx'
import { useOrderAct } from './use-order-act.ts'

/** Where an order goes, how it goes there, and handing it to a carrier. */
export function OrderWay({ order }: { readonly order: Order }) {
  const say = useWords(consoleOrderWords)
  const { shippingAddress: to, shipment, orderId } = order
  const [asked, setAsked] = useState<'ship' | 'deliver' | 'cancel' | null>(null)
  const ship = useOrderAct('orders.shipOrder', () => setAsked(null))
  const deliver = useOrderAct('orders.deliverOrder', () => setAsked(null))
  const close = () => setAsked(null)
  return (
    <>
      <Facts>
        <Fact name={say('to')} isLong>
          {to === undefined ? (
            <span className="text-short">{say('noAddressYet')}</span>
          ) : (
            <address className="not-italic">
              {to.recipient} · {to.phone}
              <br />({to.postalCode}) {to.line1} {to.line2}
            </address>
          )}
        </Fact>
        {shipment !== undefined && (
          <>
            <Fact name={say('parcel')}>
              {shipment.carrier} · {shipment.trackingNumber}
            </Fact>
            <Fact name={say('shippedAt')}>
              <Instant atMs={shipment.shippedAtMs} />
            </Fact>
            {shipment.deliveredAtMs !== undefined && (
              <Fact name={say('deliveredAt')}>
                <Instant atMs={shipment.deliveredAtMs} />
              </Fact>
            )}
          </>
        )}
      </Facts>
      {isPaidBack(order) && (
        <div className="mt-4">
          <Notice look="wrong">{say('paidBackStays')}</Notice>
        </div>
      )}
      <div className="mt-4 flex flex-wrap gap-2 empty:hidden">
        {order.state === 'paid' && (
          <>
            <CompactButton disabled={to === undefined} onClick={() => setAsked('ship')}>
              {say('ship')}
            </CompactButton>
            <CompactButton onClick={() => setAsked('cancel')}>{say('cancelOrder')}</CompactButton>
          </>
        )}
        {order.state === 'shipped' && (
          <CompactButton onClick={() => setAsked('deliver')}>{say('deliver')}</CompactButton>
        )}
      </div>
      <AskFirst
        act={say('ship')}
        isOpen={asked === 'ship'}
        close={close}
        isHarmless
        isBusy={ship.isBusy}
        trouble={ship.trouble}
        onSure={fields =>
          ship.act({
            orderId,
            carrier: String(fields.get('carrier')).trim(),
            trackingNumber: String(fields.get('trackingNumber')).trim(),
          })
        }
      >
        <p>{say('shipWill')}</p>
        {isPaidBack(order) && <Notice look="wrong">{say('shipWillForNothing')}</Notice>}
        <Field label={say('carrier')} name="carrier" maxLength={100} required />
        <Field label={say('tracking')} name="trackingNumber" maxLength={100} required />
      </AskFirst>
      <AskFirst
        act={say('deliver')}
        isOpen={asked === 'deliver'}
        close={close}
        isHarmless
        isBusy={deliver.isBusy}
        trouble={deliver.trouble}
        onSure={() => deliver.act({ orderId })}
      >
        <p>{say('deliverWill')}</p>
      </AskFirst>
      <CancelPaidOrder order={order} isOpen={asked === 'cancel'} close={close} />
    </>
  )
}
