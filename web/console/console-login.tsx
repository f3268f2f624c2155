import { type FormEvent, useState } from 'react'
import { ask } from '#web/kit/ask-shop.ts'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import { LookPickers } from '#web/kit/look-pickers.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { Page } from '#web/kit/page.tsx'
import { isRefusal } from '#web/kit/refusal.ts'
import { begin } from '#web/kit/session.ts'
import { useWords } from '#web/kit/use-words.ts'
import { useRefusalText } from './use-refusal-text.ts'
import { consoleWords } from './words/console.ts'

/** The door of the console. It stands at the address that was asked for, and opens to it. */
export function ConsoleLogin() {
  const say = useWords(consoleWords)
  const refusalText = useRefusalText()
  const [fault, setFault] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function logIn(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    const [email, password] = [String(fields.get('email')), String(fields.get('password'))]
    setBusy(true)
    const answer = await ask('members.logIn', { email, password, tokens: 'cookie' })
    setBusy(false)
    if (isRefusal(answer)) setFault(refusalText(answer))
    else begin(answer)
  }

  return (
    <Page title={say('login')} width="reading">
      <div className="mx-auto mt-12 max-w-96">
        <p className="text-14 text-quiet">Firstcome</p>
        <h1 className="mb-6 text-28">{say('title')}</h1>
        <form onSubmit={event => void logIn(event)} className="flex flex-col gap-4">
          <Field label={say('email')} name="email" type="email" autoComplete="username" required />
          <Field
            label={say('password')}
            name="password"
            type="password"
            autoComplete="current-password"
            required
          />
          {fault !== null && <Notice look="wrong">{fault}</Notice>}
          <Button type="submit" look="seal" isBusy={isBusy} isWide>
            {say('login')}
          </Button>
        </form>
        <div className="mt-8 flex flex-wrap items-center justify-between gap-3 text-14">
          <a href="/" className="underline underline-offset-4">
            {say('toShop')}
          </a>
          <div className="flex min-w-0 flex-wrap gap-2">
            <LookPickers size="mouse" />
          </div>
        </div>
      </div>
    </Page>
  )
}
