import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Order, ShippingAddress } from '#contracts/orders.ts'
import { askOnce } from '#web/kit/ask-once.ts'
import { ask, reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { AddressForm } from '#web/storefront/account/address-form.tsx'
import { AddressLines } from '#web/storefront/account/address-lines.tsx'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { RadioCard } from '#web/storefront/parts/radio-card.tsx'
import { checkoutWords } from './words/checkout-words.ts'

/** Where the order goes: what it has, one of the address book, or a new one, which is kept there. */
export function CheckoutAddress({ order }: { readonly order: Order }) {
  const say = useWords(checkoutWords)
  const [isChanging, setIsChanging] = useState(false)
  const { shippingAddress } = order
  if (!isChanging) {
    const hasAddress = shippingAddress !== undefined
    return (
      <Panel
        title={say('where')}
        aside={
          <Button look="quiet" onClick={() => setIsChanging(true)}>
            {hasAddress ? say('changeAddress') : say('addAddress')}
          </Button>
        }
      >
        {hasAddress ? (
          <AddressLines address={shippingAddress} />
        ) : (
          <p className="text-quiet">{say('addressLater')}</p>
        )}
      </Panel>
    )
  }
  return (
    <Panel title={say('where')}>
      <ChooseAddress orderId={order.orderId} done={() => setIsChanging(false)} />
      <Button look="quiet" onClick={() => setIsChanging(false)}>
        {say('cancelChange')}
      </Button>
    </Panel>
  )
}

const NEW = 'new'

function ChooseAddress({ orderId, done }: { readonly orderId: string; readonly done: () => void }) {
  const say = useWords(checkoutWords)
  const queries = useQueryClient()
  const book = useQuery(reading('members.listAddresses', {}))
  const [picked, setPicked] = useState<string | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  if (book.isPending) return <Skeleton className="h-24 w-full" />

  const known = book.data?.items ?? []
  const chosenId = picked ?? known[0]?.addressId ?? NEW
  const chosen = known.find(({ addressId }) => addressId === chosenId)

  async function send(address: ShippingAddress): Promise<Refusal | null> {
    const answer = await ask('orders.setShippingAddress', { orderId, ...plain(address) })
    if (isRefusal(answer)) return answer
    queries.setQueryData(reading('orders.readOrder', { orderId }).queryKey, answer)
    done()
    return null
  }

  async function sendKnown(address: ShippingAddress) {
    setIsBusy(true)
    setRefusal(await send(address))
    setIsBusy(false)
  }

  /** A new one is for this order first; that it is in the book too is a courtesy. */
  async function sendNew(address: ShippingAddress): Promise<Refusal | null> {
    const refused = await send(address)
    if (refused !== null) return refused
    await askOnce(`address:${orderId}`, 'members.addAddress', plain(address))
    await queries.invalidateQueries({ queryKey: reading('members.listAddresses', {}).queryKey })
    return null
  }

  return (
    <div className="flex flex-col gap-4">
      {known.length > 0 && (
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{say('chooseAddress')}</legend>
          {known.map(address => (
            <RadioCard
              key={address.addressId}
              name="address"
              isChosen={address.addressId === chosenId}
              choose={() => setPicked(address.addressId)}
            >
              <AddressLines address={address} />
            </RadioCard>
          ))}
          <RadioCard name="address" isChosen={chosenId === NEW} choose={() => setPicked(NEW)}>
            {say('newAddress')}
          </RadioCard>
        </fieldset>
      )}
      {chosen === undefined ? (
        <AddressForm sendLabel={say('useThis')} send={sendNew} />
      ) : (
        <>
          <RefusalNotice refusal={refusal} />
          <Button isBusy={isBusy} onClick={() => void sendKnown(chosen)}>
            {say('useThis')}
          </Button>
        </>
      )}
    </div>
  )
}

/** Without what an address of the book has beside it. */
function plain({ recipient, phone, postalCode, line1, line2 }: ShippingAddress): ShippingAddress {
  return { recipient, phone, postalCode, line1, ...(line2 !== undefined && { line2 }) }
}
