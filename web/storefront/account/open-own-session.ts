import { ask } from '#web/kit/ask-shop.ts'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { begin } from '#web/kit/session.ts'

/** Opens a session on this device. Gives what was refused, or null. */
export async function logIn(email: string, password: string): Promise<Refusal | null> {
  const answer = await ask('members.logIn', { email: email.trim(), password, tokens: 'cookie' })
  if (isRefusal(answer)) return answer
  begin(answer)
  return null
}
