import { useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EmailField, EntryForm } from './entry-form.tsx'
import { EntryPage } from './entry-page.tsx'
import { MailboxHint } from './mailbox-hint.tsx'
import { TextLink } from './text-link.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { entryWords } from './words/entry-words.ts'

/** Has a link mailed; says the same whether the address is known or not. */
export function AskForReset() {
  const say = useWords(entryWords)
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
      <EntryForm form={form} sendLabel={say('sendLink')}>
        <EmailField field={form.field('email')} />
        {isSent && <Notice look="yours">{say('resetSent')}</Notice>}
      </EntryForm>
      <p className="text-14">
        <TextLink to="/login">{say('toLogIn')}</TextLink>
      </p>
      {isSent && <MailboxHint />}
    </EntryPage>
  )
}
