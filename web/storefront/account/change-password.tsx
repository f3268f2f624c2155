import { useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { NewPasswordField } from './entry-form.tsx'
import { RefusalNotice } from './refusal-notice.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { accountWords } from './words/account-words.ts'
import { formWords } from './words/form-words.ts'

/** Asks for the present password; all other devices are logged out. */
export function ChangePassword() {
  const say = useWords(accountWords)
  const label = useWords(formWords)
  const rules = useFormRules()
  const [isChanged, setIsChanged] = useState(false)
  const form = useForm({
    first: { currentPassword: '', newPassword: '' },
    rules: { currentPassword: rules.required, newPassword: rules.newPassword },
    otherFault: rules.otherFault,
    async send(values) {
      setIsChanged(false)
      const answer = await ask('members.changePassword', values)
      if (isRefusal(answer)) return answer
      form.set({ currentPassword: '', newPassword: '' })
      setIsChanged(true)
      return null
    },
  })
  return (
    <section aria-labelledby="change-password" className="flex flex-col gap-4">
      <h2 id="change-password" className="text-20">
        {say('passwordTitle')}
      </h2>
      <p className="text-quiet">{say('passwordText')}</p>
      <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
        <Field
          {...form.field('currentPassword')}
          label={label('currentPassword')}
          type="password"
          autoComplete="current-password"
        />
        <NewPasswordField field={form.field('newPassword')} label={label('newPassword')} />
        <RefusalNotice refusal={form.refusal} />
        {isChanged && <Notice look="yours">{say('passwordChanged')}</Notice>}
        <div>
          <Button type="submit" isBusy={form.isBusy}>
            {say('changePassword')}
          </Button>
        </div>
      </form>
    </section>
  )
}
