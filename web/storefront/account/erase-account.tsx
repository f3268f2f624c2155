import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { Button } from '#web/kit/button.tsx'
import { Dialog } from '#web/kit/dialog.tsx'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import type { Refusal } from '#web/kit/refusal.ts'
import { end } from '#web/kit/session.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { TextLink } from './text-link.tsx'
import { accountWords } from './words/account-words.ts'

/** Ends the account for good, where its owner writes the word. */
export function EraseAccount() {
  const say = useWords(accountWords)
  const navigate = useNavigate()
  const [isAsked, setIsAsked] = useState(false)
  const [typed, setTyped] = useState('')
  const [isWrong, setIsWrong] = useState(false)
  const word = say('eraseWord')
  const erase = useAction('members.eraseMe', {
    done() {
      navigate('/')
      end()
    },
  })

  function send(event: FormEvent) {
    event.preventDefault()
    const isRight = typed.trim() === word
    setIsWrong(!isRight)
    if (isRight && !erase.isPending) erase.mutate({})
  }

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
        <form noValidate onSubmit={send} className="flex flex-col gap-4">
          <Field
            label={say('eraseWordLabel', { word })}
            value={typed}
            onChange={({ target }) => setTyped(target.value)}
            fault={isWrong ? say('eraseWordFault', { word }) : undefined}
            autoComplete="off"
          />
          <WhyNot refusal={erase.error?.refusal ?? null} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => setIsAsked(false)}>{say('cancel')}</Button>
            <Button type="submit" look="wrong" isBusy={erase.isPending}>
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
