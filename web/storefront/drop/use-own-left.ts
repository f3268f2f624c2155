import type { Reservation } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { pressesDropped } from '#web/kit/press-owner.ts'
import { useStanding } from '#web/kit/use-store.ts'
import type { Scene } from './drop-scene.ts'

/** What the shop keeps for a member, whether they are logged in or not. */
export type Own = Reservation | WaitlistPlace

/** By drop. Not in the page, which may be drawn anew when a session ends, because all is read anew. */
const shown = new Map<string, Own | null>()

// Who logs out knows, and another member is told nothing of it.
pressesDropped.watch(() => shown.clear())

/**
 * What the page of a drop showed last of a member whose session has ended since, other than by
 * logging out; null where there is nothing to tell.
 */
export function useOwnLeft(dropId: string, scene: Scene): Own | null {
  const standing = useStanding()
  if (standing.is === 'member') shown.set(dropId, ownIn(scene))
  return standing.is === 'visitor' ? (shown.get(dropId) ?? null) : null
}

function ownIn(scene: Scene): Own | null {
  if (scene.is === 'yours') return scene.held
  return scene.is === 'in_line' ? scene.place : null
}
