import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import type { Drop } from '#contracts/drops.ts'
import type { Reservation } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { useLive } from '#web/kit/use-live.ts'
import { useStanding, useStore } from '#web/kit/use-store.ts'
import type { Reserved } from './ask-for-units.ts'
import type { Mine } from './drop-scene.ts'
import { watchPresses } from './kept-press.ts'
import { pressOf, resumePress, takeGrant, takePlace } from './press.ts'
import { readMine } from './read-mine.ts'
import { placeAskedEveryMs, readPlace } from './read-place.ts'
import { tellPlace } from './tell-place.ts'
import { untilAnswered } from './until-answered.ts'

/** What is the member's own of a drop: the press, the units, the place in the line. */
export function useMine({ dropId, opensAtMs }: Drop, hasLine: boolean) {
  const standing = useStanding()
  const isMember = standing.is === 'member'
  const queries = useQueryClient()
  const press = useStore(pressOf(dropId))
  const mine = useQuery({
    queryKey: ['mine', dropId],
    queryFn: () => {
      const offered = offeredIn(queries.getQueryData(['place', dropId]))
      const holds = (held: Reservation) => tellHeld(queries, dropId, held)
      return readMine(dropId, { openedAtMs: opensAtMs, offered, holds })
    },
    ...untilAnswered,
    enabled: isMember,
    refetchInterval: ({ state }) => (state.data?.held?.state === 'pinned' ? PINNED_MS : false),
  })
  const place = useQuery({
    queryKey: ['place', dropId],
    queryFn: () => readPlace(dropId),
    ...untilAnswered,
    enabled: isMember && hasLine,
    refetchInterval: ({ state }) => placeAskedEveryMs(state.data),
  })
  const held = mine.data?.held ?? null
  const readAnew = useCallback(() => {
    for (const name of ['mine', 'place']) {
      void queries.invalidateQueries({ queryKey: [name, dropId] })
    }
  }, [dropId, queries])

  const isInLine = isMember && place.data?.state === 'waiting'
  useLive('stock.waitlist', isInLine ? { dropId } : null, told => {
    queries.setQueryData(['place', dropId], told.state === 'left' ? null : told)
    if (told.state !== 'waiting') void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  })

  // Paid or let go elsewhere: its order tells it, of an offer too.
  useLive('orders.order', held && { orderId: held.orderId }, ({ state }) => {
    if (state !== 'awaiting_payment') readAnew()
  })

  // An offer is a reservation: it is to be shown as one, whenever it became known.
  const offered = offeredIn(place.data)
  useEffect(() => {
    if (offered !== undefined) void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  }, [offered, dropId, queries])

  useEffect(() => {
    if (isMember) resumePress(dropId)
    return watchPresses(dropId, readAnew)
  }, [dropId, isMember, readAnew])

  useEffect(() => {
    if (press.is === 'refused') {
      void queries.invalidateQueries({ queryKey: ['stock.readDrop', { dropId }] })
    }
    const place = takePlace(dropId)
    if (place !== null) {
      tellPlace(queries, dropId, place)
      if (place.state !== 'waiting') void queries.invalidateQueries({ queryKey: ['mine', dropId] })
    }
    const granted = takeGrant(dropId)
    if (granted === null) return
    // What was being read is older than the answer; and what is read from now on is newer.
    void queries.cancelQueries({ queryKey: ['mine', dropId] })
    tellHeld(queries, dropId, asReservation(granted))
    void queries.invalidateQueries({ queryKey: ['mine', dropId] })
  }, [press, dropId, queries])

  useEffect(() => {
    if (held === null) return
    const untilMs = Math.max(0, held.expiresAtMs - serverNowMs()) + AFTER_EXPIRY_MS
    const timer = setTimeout(readAnew, untilMs)
    return () => clearTimeout(timer)
  }, [held, readAnew])

  const isFailing = [mine, place].some(
    ({ data, failureCount }) => isMember && data === undefined && failureCount > 0,
  )
  const isRead = isMember && mine.data !== undefined && !isFailing
  const isKnown = standing.is === 'visitor' || isRead
  return { press, mine: mine.data ?? null, place: place.data ?? null, isKnown, isFailing }
}

/** It is held, whatever else the member has. */
function tellHeld(queries: QueryClient, dropId: string, held: Reservation): void {
  queries.setQueryData<Mine>(['mine', dropId], before => ({
    bought: before?.bought ?? [],
    held,
    lapsed: null,
  }))
}

/** How a payment in flight ends is told to the page that pays, and to no other. */
const PINNED_MS = 3_000

/** The shop takes a moment to let an expired hold go. */
const AFTER_EXPIRY_MS = 1_500

const offeredIn = (place: WaitlistPlace | null | undefined): string | undefined =>
  place?.state === 'offered' ? place.reservationId : undefined

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
