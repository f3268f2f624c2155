import { useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EntryForm, NewPasswordField } from './entry-form.tsx'
import { EntryPage } from './entry-page.tsx'
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
      <EntryForm form={form} sendLabel={say('choosePassword')}>
        <NewPasswordField field={form.field('password')} label={name('newPassword')} />
      </EntryForm>
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
