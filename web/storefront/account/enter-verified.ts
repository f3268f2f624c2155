import { renewSession, standing } from '#web/kit/session.ts'
import { wayIn } from './next-path.ts'
import { logIn } from './open-own-session.ts'
import { keepSignUp, pendingSignUp } from './pending-sign-up.ts'

/**
 * After an address was verified: whoever signed up in this tab is logged in, a member's session
 * learns of it. Gives where to go: on, or to the login first.
 */
export async function enterVerified(next: string): Promise<string> {
  const signUp = pendingSignUp()
  keepSignUp(null)
  if (standing.read().is === 'member') {
    await renewSession()
    return next
  }
  const isIn = signUp !== null && (await logIn(signUp.email, signUp.password)) === null
  return isIn ? next : wayIn('/login', next)
}
