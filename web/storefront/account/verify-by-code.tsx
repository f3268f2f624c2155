import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { ask, reading } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { enterVerified } from './enter-verified.ts'
import { EmailField } from './entry-form.tsx'
import { EntryPage } from './entry-page.tsx'
import { MailboxHint } from './mailbox-hint.tsx'
import { useNextPath } from './next-path.ts'
import { pendingSignUp } from './pending-sign-up.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { entryWords } from './words/entry-words.ts'
import { formWords } from './words/form-words.ts'

/** Asks for the six digits; of who signed up in this tab, or is logged in, for nothing else. */
export function VerifyByCode() {
  const standing = useStanding()
  // As it was when the page came: it is over the moment the code is right.
  const [signingUp] = useState(() => pendingSignUp()?.email)
  if (standing.is === 'unknown') return null
  if (signingUp !== undefined || standing.is === 'visitor') return <CodeForm known={signingUp} />
  return <CodeOfMember />
}

function CodeOfMember() {
  const { data, isPending } = useQuery(reading('members.readMe', {}))
  return isPending ? null : <CodeForm known={data?.email} />
}

function CodeForm({ known }: { readonly known: string | undefined }) {
  const say = useWords(entryWords)
  const name = useWords(formWords)
  const rules = useFormRules()
  const next = useNextPath()
  const navigate = useNavigate()
  const [resent, setResent] = useState<Refusal | 'sent' | null>(null)
  const form = useForm({
    first: { email: known ?? '', code: '' },
    rules: { email: rules.email, code: rules.code },
    otherFault: rules.otherFault,
    fieldOf: { code_invalid: 'code' },
    async send({ email, code }) {
      setResent(null)
      const answer = await ask('members.verifyEmail', { email: email.trim(), code: code.trim() })
      if (isRefusal(answer)) return answer
      navigate(await enterVerified(next), { replace: true })
      return null
    },
  })

  async function resend() {
    const answer = await ask('members.resendVerification', { email: form.values.email.trim() })
    setResent(isRefusal(answer) ? answer : 'sent')
  }

  return (
    <EntryPage
      title={say('verify')}
      lead={known === undefined ? say('verifyLead') : say('verifyLeadTo', { email: known })}
    >
      <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
        {known === undefined && <EmailField field={form.field('email')} />}
        <Field
          {...form.field('code')}
          label={name('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          className="text-center text-28 tracking-[0.4em]"
        />
        <RefusalNotice refusal={form.refusal} />
        <Button type="submit" look="seal" isWide isBusy={form.isBusy}>
          {say('verifyNow')}
        </Button>
        <Button look="quiet" onClick={() => void resend()}>
          {say('resend')}
        </Button>
        {resent === 'sent' && <Notice>{say('resent')}</Notice>}
        {resent !== 'sent' && <RefusalNotice refusal={resent} />}
      </form>
      <MailboxHint />
    </EntryPage>
  )
}
