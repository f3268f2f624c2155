import { useNavigate } from 'react-router'
import { end } from '#web/kit/session.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { accountWords } from './words/account-words.ts'

/** Ends this session, and leads to the start. */
export function LogOut() {
  const say = useWords(accountWords)
  const navigate = useNavigate()
  const logOut = useAction('members.logOut', {
    done() {
      navigate('/')
      end()
    },
  })
  return (
    <button
      type="button"
      aria-busy={logOut.isPending || undefined}
      onClick={() => logOut.mutate({})}
      className="flex min-h-11 items-center rounded-12 px-3 text-14 text-quiet hover:text-ink md:text-16"
    >
      {say('logOut')}
    </button>
  )
}
