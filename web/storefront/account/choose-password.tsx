import { useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import { Button, ButtonLink } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EntryPage } from './entry-page.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { TextLink } from './text-link.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { entryWords } from './words/entry-words.ts'
import { formWords } from './words/form-words.ts'

/** Where the link of the mail leads: a new password, and all sessions end. */
export function ChoosePassword({ token }: { readonly token: string }) {
  const say = useWords(entryWords)
  const name = useWords(formWords)
  const rules = useFormRules()
  const [isChosen, setIsChosen] = useState(false)
  const form = useForm({
    first: { password: '' },
    rules: { password: rules.newPassword },
    otherFault: rules.otherFault,
    async send({ password }) {
      const asked = { token, newPassword: password }
      const answer = await ask('members.confirmPasswordReset', asked)
      if (isRefusal(answer)) return { ...answer, refused: ofReset(answer.refused) }
      setIsChosen(true)
      return null
    },
  })
  if (isChosen) {
    return (
      <EntryPage title={say('passwordChosen')} lead={say('passwordChosenLead')}>
        <ButtonLink to="/login" look="seal">
          {say('logIn')}
        </ButtonLink>
      </EntryPage>
    )
  }
  return (
    <EntryPage title={say('choosePassword')}>
      <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
        <Field
          {...form.field('password')}
          label={name('newPassword')}
          hint={name('passwordHint')}
          type="password"
          autoComplete="new-password"
        />
        <RefusalNotice refusal={form.refusal} />
        <Button type="submit" look="seal" isWide isBusy={form.isBusy}>
          {say('choosePassword')}
        </Button>
      </form>
      {form.refusal !== null && (
        <p className="text-14">
          <TextLink to="/reset-password">{say('sendAnother')}</TextLink>
        </p>
      )}
    </EntryPage>
  )
}

/** On the wire the link that is no longer good is a `token_invalid` too. */
const ofReset = (code: string) => (code === 'token_invalid' ? 'reset_token_invalid' : code)
