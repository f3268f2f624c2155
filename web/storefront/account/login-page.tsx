import { Navigate } from 'react-router'
import { Field } from '#web/kit/field.tsx'
import { useStanding } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { EmailField, EntryForm } from './entry-form.tsx'
import { EntryPage } from './entry-page.tsx'
import { useNextPath, wayIn } from './next-path.ts'
import { logIn } from './open-own-session.ts'
import { TextLink } from './text-link.tsx'
import { useForm } from './use-form.ts'
import { useFormRules } from './use-form-rules.ts'
import { entryWords } from './words/entry-words.ts'
import { formWords } from './words/form-words.ts'

/** Opens a session, and leads back to where one came from. */
export function LoginPage() {
  const say = useWords(entryWords)
  const name = useWords(formWords)
  const rules = useFormRules()
  const next = useNextPath()
  const standing = useStanding()
  const form = useForm({
    first: { email: '', password: '' },
    rules: { email: rules.email, password: rules.required },
    otherFault: rules.otherFault,
    send: ({ email, password }) => logIn(email, password),
  })
  // Also where the session was begun in another tab, or one came back here by the history.
  if (standing.is === 'member') return <Navigate to={next} replace />
  return (
    <EntryPage title={say('logIn')} lead={next === '/' ? undefined : say('logInToGoOn')}>
      <EntryForm form={form} sendLabel={say('logIn')}>
        <EmailField field={form.field('email')} />
        <Field
          {...form.field('password')}
          label={name('password')}
          type="password"
          autoComplete="current-password"
        />
      </EntryForm>
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-3 text-14">
        <TextLink to={wayIn('/signup', next)}>{say('toSignUp')}</TextLink>
        <TextLink to="/reset-password">{say('forgotten')}</TextLink>
      </p>
    </EntryPage>
  )
}
