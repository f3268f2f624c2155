import { useNavigate } from 'react-router'
import { ask } from '#web/kit/ask-shop.ts'
import { Field } from '#web/kit/field.tsx'
import { language } from '#web/kit/language.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EmailField, EntryForm, NewPasswordField } from './entry-form.tsx'
import { EntryPage } from './entry-page.tsx'
import { useNextPath, wayIn } from './next-path.ts'
import { keepSignUp } from './pending-sign-up.ts'
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
      <EntryForm form={form} sendLabel={say('signUp')}>
        <Field {...form.field('name')} label={name('name')} autoComplete="name" />
        <EmailField field={form.field('email')} />
        <NewPasswordField field={form.field('password')} label={name('password')} />
      </EntryForm>
      <p className="text-14">
        <TextLink to={wayIn('/login', next)}>{say('toLogIn')}</TextLink>
      </p>
    </EntryPage>
  )
}
