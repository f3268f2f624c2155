import type { RoutedOperation } from './door.ts'
import type { Need } from './doorkeeper.ts'

const VERIFICATION = /^POST \/api\/members\/verification(\/resend)?$/

/**
 * What an operation's address asks of whoever knocks. A visitor's POST (to sign up, log in,
 * refresh) is about becoming somebody. It does not look at a token, so that one which has expired
 * does not keep its owner from getting a new one. Only where an address is proven does it matter
 * who has come in by a password already.
 */
export function needOf(routed: Pick<RoutedOperation, 'operation' | 'method'>): Need {
  const { access, keyed, route = '', believesToken = false } = routed.operation
  const knowsMembers = access !== 'anyone' || routed.method === 'GET' || VERIFICATION.test(route)
  // What may be keyed is no purchase.
  return { access, knowsMembers, keyed: keyed === true, believesToken }
}
