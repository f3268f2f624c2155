import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Choice, Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { returnableLines } from './returnable-lines.ts'
import { orderWords } from './words/order-words.ts'

/** How many of each line go back, and why. All that is left is chosen first. */
export function ReturnForm({ order, done }: { readonly order: Order; readonly done: () => void }) {
  const say = useWords(orderWords)
  const queries = useQueryClient()
  const left = returnableLines(order)
  const [counts, setCounts] = useState<Readonly<Record<string, number>>>(() =>
    Object.fromEntries(left.map(line => [line.skuId, line.left])),
  )
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<'nothingChosen' | 'reasonFault' | null>(null)
  const { orderId } = order
  const request = useAction('orders.requestReturn', {
    once: ({ orderId }) => `return:${orderId}`,
    done(returned) {
      queries.setQueryData(reading('orders.readOrder', { orderId }).queryKey, returned)
      done()
    },
  })

  function send(event: FormEvent) {
    event.preventDefault()
    if (request.isPending) return
    const lines = left.flatMap(({ skuId }) => {
      const quantity = counts[skuId] ?? 0
      return quantity > 0 ? [{ skuId, quantity }] : []
    })
    const wrong = lines.length === 0 ? 'nothingChosen' : reason.trim() === '' ? 'reasonFault' : null
    setFault(wrong)
    if (wrong === null) request.mutate({ orderId, lines, reason: reason.trim() })
  }

  return (
    <form noValidate onSubmit={send} className="flex flex-col gap-4">
      {left.map(line => (
        <Choice
          key={line.skuId}
          label={say('returnCount', { title: line.title })}
          value={counts[line.skuId] ?? 0}
          onChange={({ target }) =>
            setCounts(known => ({ ...known, [line.skuId]: Number(target.value) }))
          }
        >
          {Array.from({ length: line.left + 1 }, (_, count) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the count is what it is.
            <option key={count} value={count}>
              {say('units', { count })}
            </option>
          ))}
        </Choice>
      ))}
      {fault === 'nothingChosen' && <Notice look="wrong">{say('nothingChosen')}</Notice>}
      <Field
        label={say('reason')}
        hint={say('reasonHint')}
        fault={fault === 'reasonFault' ? say('reasonFault') : undefined}
        value={reason}
        maxLength={500}
        onChange={({ target }) => setReason(target.value)}
      />
      <RefusalNotice refusal={request.error?.refusal ?? null} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={done}>{say('close')}</Button>
        <Button type="submit" look="seal" isBusy={request.isPending}>
          {say('sendReturn')}
        </Button>
      </div>
    </form>
  )
}
