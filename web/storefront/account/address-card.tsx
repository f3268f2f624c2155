import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Address } from '#contracts/addresses.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { AddressLines } from './address-lines.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { addressWords } from './words/address-words.ts'

/** An address of the book, and what can be done with it. */
export function AddressCard({
  address,
  change,
}: {
  readonly address: Address
  readonly change: () => void
}) {
  const say = useWords(addressWords)
  const queries = useQueryClient()
  const [isAsked, setIsAsked] = useState(false)
  const readAgain = () => void queries.invalidateQueries(reading('members.listAddresses', {}))
  const makeDefault = useAction('members.changeAddress', { done: readAgain })
  const remove = useAction('members.removeAddress', {
    done() {
      setIsAsked(false)
      readAgain()
    },
  })
  const { addressId, isDefault } = address
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-start justify-between gap-4">
        <AddressLines address={address} />
        {isDefault && (
          <span className="rounded-8 bg-sunken px-2 py-1 text-14 whitespace-nowrap">
            {say('isDefault')}
          </span>
        )}
      </div>
      <RefusalNotice refusal={makeDefault.error?.refusal ?? remove.error?.refusal ?? null} />
      <div className="-mx-4 flex flex-wrap">
        <Button look="quiet" onClick={change}>
          {say('change')}
        </Button>
        <Button look="quiet" onClick={() => setIsAsked(true)}>
          {say('remove')}
        </Button>
        {!isDefault && (
          <Button
            look="quiet"
            isBusy={makeDefault.isPending}
            onClick={() => makeDefault.mutate({ addressId, isDefault: true })}
          >
            {say('makeDefault')}
          </Button>
        )}
      </div>
      <Dialog title={say('removeTitle')} isOpen={isAsked} close={() => setIsAsked(false)}>
        <AddressLines address={address} />
        <p className="text-quiet">{say('removeText')}</p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => setIsAsked(false)}>{say('cancel')}</Button>
          <Button
            look="wrong"
            isBusy={remove.isPending}
            onClick={() => remove.mutate({ addressId })}
          >
            {say('remove')}
          </Button>
        </div>
      </Dialog>
    </div>
  )
}
