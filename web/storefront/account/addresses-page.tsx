import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Address } from '#contracts/addresses.ts'
import type { ShippingAddress } from '#contracts/orders.ts'
import { askOnce } from '#web/kit/ask-once.ts'
import { ask, reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { AccountPage } from './account-page.tsx'
import { AddressCard } from './address-card.tsx'
import { AddressForm } from './address-form.tsx'
import { PartFailure } from './part-failure.tsx'
import { addressWords } from './words/address-words.ts'

/** The address book. */
export function AddressesPage() {
  const say = useWords(addressWords)
  return (
    <AccountPage title={say('title')} lead={say('lead')}>
      <AddressBook />
    </AccountPage>
  )
}

/** Which of them is being changed: its id, `new`, or none. */
type Changing = string | 'new' | null

function AddressBook() {
  const say = useWords(addressWords)
  const queries = useQueryClient()
  const asked = reading('members.listAddresses', {})
  const { data, error, refetch } = useQuery(asked)
  const [changing, setChanging] = useState<Changing>(null)
  if (data === undefined) {
    return error === null ? (
      <Skeleton className="h-32 w-full" />
    ) : (
      <PartFailure error={error} retry={refetch} />
    )
  }

  async function save(addressId: string | null, address: ShippingAddress) {
    const answer =
      addressId === null
        ? await askOnce('address:new', 'members.addAddress', address)
        : await ask('members.changeAddress', { addressId, ...address })
    if (isRefusal(answer)) return answer
    await queries.invalidateQueries(asked)
    setChanging(null)
    return null
  }

  const form = (address: Address | null) => (
    <div className="flex flex-col gap-2">
      <AddressForm
        {...(address !== null && { address })}
        sendLabel={say('save')}
        send={values => save(address?.addressId ?? null, values)}
      />
      <Button look="quiet" onClick={() => setChanging(null)}>
        {say('cancel')}
      </Button>
    </div>
  )

  if (changing === 'new') return form(null)
  const add = <Button onClick={() => setChanging('new')}>{say('add')}</Button>
  if (data.items.length === 0) {
    return (
      <EmptyState title={say('empty')} action={add}>
        {say('emptyText')}
      </EmptyState>
    )
  }
  return (
    <div className="flex flex-col items-start gap-4">
      <ul className="flex w-full flex-col gap-3">
        {data.items.map(address => (
          <li
            key={address.addressId}
            className="rounded-12 border border-line bg-surface p-4 md:p-6"
          >
            {changing === address.addressId ? (
              form(address)
            ) : (
              <AddressCard address={address} change={() => setChanging(address.addressId)} />
            )}
          </li>
        ))}
      </ul>
      {add}
    </div>
  )
}
