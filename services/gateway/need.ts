import type { RoutedOperation } from './door.ts'
import type { Need } from './doorkeeper.ts'

/**
 * What an operation's address asks of whoever knocks. A visitor's POST (to sign up, log in,
 * refresh) is about becoming somebody. It does not look at a token, so that one which has expired
 * does not keep its owner from getting a new one.
 */
export function needOf(routed: Pick<RoutedOperation, 'operation' | 'method'>): Need {
  const { access, keyed } = routed.operation
  const knowsMembers = access !== 'anyone' || routed.method === 'GET'
  return { access, knowsMembers, keyed: keyed ?? false }
}
