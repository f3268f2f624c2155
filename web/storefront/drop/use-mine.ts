import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { given } from '#web/kit/ask-shop.ts'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { useLive } from '#web/kit/use-live.ts'
import { useStanding, useStore } from '#web/kit/use-store.ts'
import type { Reserved } from './ask-for-units.ts'
import type { Mine } from './drop-scene.ts'
import { watchPresses } from './kept-press.ts'
import { pressOf, resumePress, takeGrant, takePlace } from './press.ts'
import { readMine } from './read-mine.ts'

/** What is the member's own of a drop: the press, the units, the place in the line. */
export function useMine(dropId: string, hasLine: boolean) {
  const isMember = useStanding().is === 'member'
  const queries = useQueryClient()
  const press = useStore(pressOf(dropId))
  const mine = useQuery({
    queryKey: ['mine', dropId],
    queryFn: () => readMine(dropId, offeredIn(queries.getQueryData(['place', dropId]))),
    enabled: isMember,
  })
  const place = useQuery({
    queryKey: ['place', dropId],
    queryFn: () => readPlace(dropId),
    enabled: isMember && hasLine,
  })
  const isInLine = place.data?.state === 'waiting' || place.data?.state === 'offered'

  useLive('stock.waitlist', isMember && isInLine ? { dropId } : null, told => {
    queries.setQueryData(['place', dropId], told)
    // The offer is over, or was taken.
    if (told.state !== 'waiting') void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  })

  // An offer is a reservation: it is to be shown as one, whenever it became known.
  const offered = offeredIn(place.data)
  useEffect(() => {
    if (offered !== undefined) void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  }, [offered, dropId, queries])

  useEffect(() => {
    if (isMember) resumePress(dropId)
    return watchPresses(dropId, () => {
      void queries.invalidateQueries({ queryKey: ['mine', dropId] })
      void queries.invalidateQueries({ queryKey: ['place', dropId] })
    })
  }, [dropId, isMember, queries])

  useEffect(() => {
    if (press.is === 'refused') {
      void queries.invalidateQueries({ queryKey: ['stock.readDrop', { dropId }] })
    }
    const place = takePlace(dropId)
    if (place !== null) {
      // An answer to an earlier question may not take it away.
      void queries.cancelQueries({ queryKey: ['place', dropId] })
      queries.setQueryData(['place', dropId], place)
      if (place.state !== 'waiting') void queries.invalidateQueries({ queryKey: ['mine', dropId] })
    }
    const granted = takeGrant(dropId)
    if (granted === null) return
    // What was being read is older than the answer; and what is read from now on is newer.
    void queries.cancelQueries({ queryKey: ['mine', dropId] })
    queries.setQueryData<Mine>(['mine', dropId], before => ({
      ...(before ?? { bought: 0, boughtOrderId: null }),
      held: asReservation(granted),
    }))
    void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  }, [press, dropId, queries])

  const held = mine.data?.held ?? null
  useEffect(() => {
    if (held === null) return
    const untilMs = Math.max(0, held.expiresAtMs - serverNowMs()) + AFTER_EXPIRY_MS
    const timer = setTimeout(() => {
      void queries.invalidateQueries({ queryKey: ['mine', dropId] })
      void queries.invalidateQueries({ queryKey: ['place', dropId] })
    }, untilMs)
    return () => clearTimeout(timer)
  }, [held, dropId, queries])

  return { press, mine: mine.data ?? null, place: place.data ?? null }
}

/** The shop takes a moment to let an expired hold go. */
const AFTER_EXPIRY_MS = 1_500

const offeredIn = (place: WaitlistPlace | null | undefined): string | undefined =>
  place?.state === 'offered' ? place.reservationId : undefined

/** Null for who is not in the line. */
async function readPlace(dropId: string) {
  const { items } = await given('stock.listWaitlistPlaces', { dropId })
  return items[0] ?? null
}

const asReservation = ({
  reservationId,
  orderId,
  position,
  total,
  expiresAtMs,
  receipt,
}: Reserved) => ({
  reservationId,
  orderId,
  position,
  total,
  expiresAtMs,
  receipt,
  state: 'held' as const,
  lines: [],
})
