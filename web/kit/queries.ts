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
      },
      mutations: { networkMode: 'always' },
    },
  })
  let was = standing.read().is
  standing.watch(() => {
    const is = standing.read().is
    if (was === 'member' && is === 'visitor') client.clear()
    else if (is === 'member' && was !== 'member') void client.invalidateQueries()
    was = is
  })
  return client
}
