import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, reading } from '#web/kit/ask-shop.ts'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EmailField, EntryForm } from './entry-form.tsx'
import { MailboxHint } from './mailbox-hint.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { entryWords } from './words/entry-words.ts'

/** Has another link and code mailed; a member's address is known. */
export function AskForNewMail() {
  const isMember = useStanding().is === 'member'
  const { data, isLoading } = useQuery({ ...reading('members.readMe', {}), enabled: isMember })
  return isLoading ? null : <NewMailForm email={data?.email ?? ''} />
}

function NewMailForm({ email: known }: { readonly email: string }) {
  const say = useWords(entryWords)
  const rules = useFormRules()
  const [isSent, setIsSent] = useState(false)
  const form = useForm({
    first: { email: known },
    rules: { email: rules.email },
    otherFault: rules.otherFault,
    async send({ email }) {
      setIsSent(false)
      const answer = await ask('members.resendVerification', { email: email.trim() })
      if (isRefusal(answer)) return answer
      setIsSent(true)
      return null
    },
  })
  return (
    <>
      <EntryForm form={form} sendLabel={say('newMail')}>
        <EmailField field={form.field('email')} />
        {isSent && <Notice look="yours">{say('newMailSent')}</Notice>}
      </EntryForm>
      {isSent && <MailboxHint />}
    </>
  )
}
