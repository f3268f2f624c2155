import type { QueryClient } from '@tanstack/react-query'
import type { WaitlistPlace } from '#contracts/waitlist.ts'

/** The shop answered an act with the place in the line; null where one has left it. */
export function tellPlace(queries: QueryClient, dropId: string, place: WaitlistPlace | null): void {
  // An answer to an earlier question may not take it away.
  void queries.cancelQueries({ queryKey: ['place', dropId] })
  queries.setQueryData(['place', dropId], place)
}
