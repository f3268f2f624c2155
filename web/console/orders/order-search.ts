import { soughtIn } from '#web/console/finder-query.ts'
import { type Store, store } from '#web/kit/store.ts'

/**
 * What orders are searched for. An e-mail address may stand in it, so that it is kept in the memory
 * of this page alone: in no address, and in no storage.
 */
export const searched: Store<string> = store('')

/** As the shop is asked: a receipt leads to its drop and position. */
export function askedFor(typed: string): string {
  const sought = soughtIn(typed)
  return sought.is === 'receipt'
    ? `${sought.dropId}#${sought.position}`
    : typed.trim().slice(0, 254)
}
