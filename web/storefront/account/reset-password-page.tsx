import { useSearchParams } from 'react-router'
import { AskForReset } from './ask-for-reset.tsx'
import { ChoosePassword } from './choose-password.tsx'

/** Choosing a password by mail: asking for the link, and where the link leads. */
export function ResetPasswordPage() {
  const [search] = useSearchParams()
  const token = search.get('token')
  return token === null ? <AskForReset /> : <ChoosePassword token={token} />
}
