import { useWords } from './use-words.ts'
import { kitWords } from './words/kit.ts'

const keys = {
  unreachable: 'unreachable',
  try_again: 'tryAgain',
  rate_limited: 'rateLimited',
  too_many_attempts: 'rateLimited',
  token_missing: 'loggedOut',
  token_invalid: 'loggedOut',
  token_expired: 'loggedOut',
  email_unverified: 'emailUnverified',
  forbidden: 'forbidden',
  not_found: 'notFound',
  drop_unknown: 'notFound',
  invalid_request: 'invalid',
  internal: 'internal',
} as const

/** What is said of a refusal that a page has no words of its own for. */
export function useRefusalText(): (code: string) => string {
  const say = useWords(kitWords)
  return code => say(Object.hasOwn(keys, code) ? keys[code as keyof typeof keys] : 'other')
}
