import { useNavigate } from 'react-router'
import { ask } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import { language } from '#web/kit/language.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EntryPage } from './entry-page.tsx'
import { useNextPath, wayIn } from './next-path.ts'
import { keepSignUp } from './pending-sign-up.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import { TextLink } from './text-link.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { entryWords } from './words/entry-words.ts'
import { formWords } from './words/form-words.ts'

/** Asks for an account. What follows is the same whether the address is taken or not. */
export function SignUpPage() {
  const say = useWords(entryWords)
  const name = useWords(formWords)
  const rules = useFormRules()
  const next = useNextPath()
  const navigate = useNavigate()
  const form = useForm({
    first: { name: '', email: '', password: '' },
    rules: { name: rules.required, email: rules.email, password: rules.newPassword },
    otherFault: rules.otherFault,
    async send({ email: typed, password, ...person }) {
      const email = typed.trim()
      const asked = { email, password, name: person.name.trim(), locale: language.read() }
      const answer = await ask('members.signUp', asked)
      if (isRefusal(answer)) return answer
      keepSignUp({ email, password })
      navigate(wayIn('/verify', next))
      return null
    },
  })
  return (
    <EntryPage title={say('signUp')} lead={say('signUpLead')}>
      <form noValidate onSubmit={form.submit} className="flex flex-col gap-4">
        <Field {...form.field('name')} label={name('name')} autoComplete="name" />
        <Field
          {...form.field('email')}
          label={name('email')}
          type="email"
          autoComplete="username"
          inputMode="email"
        />
        <Field
          {...form.field('password')}
          label={name('password')}
          hint={name('passwordHint')}
          type="password"
          autoComplete="new-password"
        />
        <RefusalNotice refusal={form.refusal} />
        <Button type="submit" look="seal" isWide isBusy={form.isBusy}>
          {say('signUp')}
        </Button>
      </form>
      <p className="text-14">
        <TextLink to={wayIn('/login', next)}>{say('toLogIn')}</TextLink>
      </p>
    </EntryPage>
  )
}
