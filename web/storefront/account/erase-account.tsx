import { useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { end } from '#web/kit/session.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { TextLink } from './text-link.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { accountWords } from './words/account-words.ts'

/** Ends the account for good, where its owner writes the word. */
export function EraseAccount() {
  const say = useWords(accountWords)
  const [isAsked, setIsAsked] = useState(false)
  const rules = useFormRules()
  const word = say('eraseWord')
  const form = useForm({
    first: { word: '' },
    rules: { word: typed => (typed.trim() === word ? null : say('eraseWordFault', { word })) },
    otherFault: rules.otherFault,
    async send() {
      const answer = await ask('members.eraseMe', {})
      if (isRefusal(answer)) return answer
      end()
      return null
    },
  })

  return (
    <section
      aria-labelledby="erase"
      className="flex flex-col items-start gap-4 border-t border-line pt-6"
    >
      <h2 id="erase" className="text-20">
        {say('eraseTitle')}
      </h2>
      <p className="text-quiet">{say('eraseText')}</p>
      <Button onClick={() => setIsAsked(true)}>{say('erase')}</Button>
      <Dialog title={say('eraseAsk')} isOpen={isAsked} close={() => setIsAsked(false)}>
        <p>{say('eraseText')}</p>
        <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
          <Field
            {...form.field('word')}
            label={say('eraseWordLabel', { word })}
            autoComplete="off"
          />
          <WhyNot refusal={form.refusal} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setIsAsked(false)}>{say('cancel')}</Button>
            <Button type="submit" look="wrong" isBusy={form.isBusy}>
              {say('erase')}
            </Button>
          </div>
        </form>
      </Dialog>
    </section>
  )
}

/** What must end first. */
function WhyNot({ refusal }: { readonly refusal: Refusal | null }) {
  const say = useWords(accountWords)
  if (refusal?.refused !== 'illegal_transition') return <RefusalNotice refusal={refusal} />
  const open = openOrdersOf(refusal)
  if (open.length === 0) return <Notice look="wrong">{say('lastAdmin')}</Notice>
  return (
    <Notice look="wrong">
      <p>{say('openOrders')}</p>
      <ul>
        {open.map((orderId, at) => (
          <li key={orderId}>
            <TextLink to={`/orders/${orderId}`}>{say('openOrder', { count: at + 1 })}</TextLink>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function openOrdersOf({ details }: Refusal): readonly string[] {
  const told = Array.isArray(details.openOrders) ? details.openOrders : []
  return told.map(({ orderId }: { orderId: string }) => orderId)
}
