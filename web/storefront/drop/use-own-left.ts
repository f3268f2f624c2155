import { useState } from 'react'
import type { Reservation } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { useStanding } from '#web/kit/use-store.ts'
import type { Scene } from './drop-scene.ts'

/** What the shop keeps for a member, whether they are logged in or not. */
export type Own = Reservation | WaitlistPlace

/**
 * What the page showed last of a member whose session has ended since, other than by logging out
 * on it; null where there is nothing to tell.
 */
export function useOwnLeft(scene: Scene): Own | null {
  const standing = useStanding()
  const [shown, setShown] = useState<Own | null>(null)
  const now = ownIn(scene)
  if (standing.is === 'member' && now !== shown) setShown(now)
  return standing.is === 'visitor' && !standing.hasLeft ? shown : null
}

function ownIn(scene: Scene): Own | null {
  if (scene.is === 'yours') return scene.held
  return scene.is === 'in_line' ? scene.place : null
}
