import { QueryClient } from '@tanstack/react-query'
import { codeOf } from './refusal.ts'
import { standing } from './session.ts'

/** Asked again by itself: what may be answered the next time. */
const passing = new Set(['unreachable', 'try_again', 'internal', 'rate_limited'])

/** The cache of all that was read. What a visitor was told is asked again when a member comes. */
export function openQueries(): QueryClient {
  const client = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        retry: (failures, error) => failures < 3 && passing.has(codeOf(error)),
        networkMode: 'always',
        // Where it asks without a network too, the library leaves out what comes back with one.
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always' },
    },
  })
  let was = standing.read()
  standing.watch(() => {
    const now = standing.read()
    const isAnother =
      was.is === 'member' && (now.is !== 'member' || now.member.memberId !== was.member.memberId)
    if (isAnother) client.clear()
    else if (now.is === 'member' && was.is !== 'member') void client.invalidateQueries()
    was = now
  })
  return client
}
