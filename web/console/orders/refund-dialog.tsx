import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Payment } from '#contracts/payments.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleOrderWords } from '#web/console/words/console-orders.ts'
import { askOnce } from '#web/kit/ask-once.ts'
import { Field } from '#web/kit/field.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { leftToRefund } from './left-to-refund.ts'
import { RefundAmount } from './refund-amount.tsx'
import { typedRefund } from './typed-refund.ts'

export type RefundDialogProps = {
  readonly payment: Payment
  /** The refund that was begun, by the name of its act; null where none was. */
  readonly begun: string | null
  readonly close: () => void
  /** Of an order that waits to be shipped; null of any other. */
  readonly cancelInstead: (() => void) | null
}

/** Money goes back once: the key is kept until the answer is known. */
export function RefundDialog({ payment, begun, close, cancelInstead }: RefundDialogProps) {
  const say = useWords(consoleOrderWords)
  const refusalText = useRefusalText()
  const { money } = useFormat()
  const cache = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const { paymentId, amount } = payment
  const left = { ...amount, amountMinor: leftToRefund(payment) }

  async function refund(act: string, amountMinor: number, reason: string) {
    const asked = { paymentId, amountMinor, currency: amount.currency, reason }
    setBusy(true)
    const answer = await askOnce(act, 'payments.refundPayment', asked)
    // A press after the answer would be another refund, so there is nothing to press from then on.
    if (!isRefusal(answer)) close()
    setBusy(false)
    setTrouble(isRefusal(answer) ? refusalText(answer) : null)
    for (const name of ['orders.listOrderPayments', 'orders.listAllOrders']) {
      void cache.invalidateQueries({ queryKey: [name] })
    }
  }

  return (
    <AskFirst
      act={say('refund')}
      isOpen={begun !== null}
      close={close}
      isBusy={isBusy}
      trouble={trouble}
      onSure={fields => {
        const read = typedRefund(String(fields.get('amount')), left)
        if (read.is === 'wrong' || begun === null) return
        void refund(begun, read.amountMinor, String(fields.get('reason')).trim())
      }}
    >
      <p>{say('refundWill', { left: money(left) })}</p>
      {cancelInstead !== null && (
        <div className="flex flex-col items-start gap-2">
          <p>{say('refundWillNotShip')}</p>
          <CompactButton
            onClick={() => {
              close()
              cancelInstead()
            }}
          >
            {say('cancelInstead')}
          </CompactButton>
        </div>
      )}
      <RefundAmount left={left} />
      <Field
        label={say('reason')}
        name="reason"
        maxLength={500}
        pattern=".*\S.*"
        defaultValue={say('usualReason')}
        required
      />
    </AskFirst>
  )
}
