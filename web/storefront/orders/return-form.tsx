import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Order } from '#contracts/orders.ts'
import { askOnce } from '#web/kit/ask-once.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Choice, Field } from '#web/kit/field.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from '#web/storefront/account/refusal-notice.tsx'
import { useForm } from '#web/storefront/account/use-form.ts'
import { useFormRules } from '#web/storefront/account/use-form-rules.ts'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { returnAct } from './return-act.ts'
import { firstChoice, returnableLines } from './returnable-lines.ts'
import { orderWords } from './words/order-words.ts'

/** How many of each line go back, and why. */
export function ReturnForm({ order, done }: { readonly order: Order; readonly done: () => void }) {
  const say = useWords(orderWords)
  const rules = useFormRules()
  const queries = useQueryClient()
  const { orderId } = order
  // Named when the form opens: the page may hear of a return before its answer comes, or instead.
  const [act] = useState(() => returnAct(order))
  const left = returnableLines(order)
  const chosenOf = (values: Readonly<Record<string, string>>) =>
    left.flatMap(({ skuId }) => {
      const quantity = Number(values[skuId])
      return quantity > 0 ? [{ skuId, quantity }] : []
    })
  const [firstLine] = left
  const form = useForm<string>({
    first: {
      ...firstChoice(left),
      reason: '',
    },
    rules: {
      ...(firstLine !== undefined && {
        [firstLine.skuId]: (_, values) =>
          chosenOf(values).length === 0 ? say('nothingChosen') : null,
      }),
      reason: value => (value.trim() === '' ? say('reasonFault') : null),
    },
    otherFault: rules.otherFault,
    async send({ reason = '', ...counts }) {
      const asked = { orderId, lines: chosenOf(counts), reason: reason.trim() }
      const answer = await askOnce(act, 'orders.requestReturn', asked)
      if (isRefusal(answer)) return answer
      queries.setQueryData(reading('orders.readOrder', { orderId }).queryKey, answer)
      done()
      return null
    },
  })
  return (
    <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
      {left.map(line => (
        <Choice
          {...form.field(line.skuId)}
          key={line.skuId}
          label={say('returnCount', { title: goodsName(line) })}
        >
          {Array.from({ length: line.left + 1 }, (_, count) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the count is what it is.
            <option key={count} value={count}>
              {say('units', { count })}
            </option>
          ))}
        </Choice>
      ))}
      <Field
        {...form.field('reason')}
        label={say('reason')}
        hint={say('reasonHint')}
        maxLength={500}
      />
      <RefusalNotice refusal={form.refusal} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={done}>{say('close')}</Button>
        <Button type="submit" look="seal" isBusy={form.isBusy}>
          {say('sendReturn')}
        </Button>
      </div>
    </form>
  )
}
