import { useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EntryPage } from './entry-page.tsx'
import { MailboxHint } from './mailbox-hint.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { TextLink } from './text-link.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { entryWords } from './words/entry-words.ts'
import { formWords } from './words/form-words.ts'

/** Has a link mailed; says the same whether the address is known or not. */
export function AskForReset() {
  const say = useWords(entryWords)
  const name = useWords(formWords)
  const rules = useFormRules()
  const [isSent, setIsSent] = useState(false)
  const form = useForm({
    first: { email: '' },
    rules: { email: rules.email },
    otherFault: rules.otherFault,
    async send({ email }) {
      setIsSent(false)
      const answer = await ask('members.requestPasswordReset', { email: email.trim() })
      if (isRefusal(answer)) return answer
      setIsSent(true)
      return null
    },
  })
  return (
    <EntryPage title={say('forgotten')} lead={say('forgottenLead')}>
      <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
        <Field
          {...form.field('email')}
          label={name('email')}
          type="email"
          autoComplete="username"
          inputMode="email"
        />
        <RefusalNotice refusal={form.refusal} />
        {isSent && <Notice look="yours">{say('resetSent')}</Notice>}
        <Button type="submit" look="seal" isWide isBusy={form.isBusy}>
          {say('sendLink')}
        </Button>
      </form>
      <p className="text-14">
        <TextLink to="/login">{say('toLogIn')}</TextLink>
      </p>
      {isSent && <MailboxHint />}
    </EntryPage>
  )
}
