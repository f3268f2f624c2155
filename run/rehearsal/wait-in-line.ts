import { setTimeout as sleep } from 'node:timers/promises'
import type { Reservation } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import type { Held } from './asked.ts'
import { askUntilAnswered, type Course, type Walker } from './course.ts'

/** Whoever is soon to be served looks often, the others rarely. */
const SOON = 20
const LOOK_SOON_MS = 700
const LOOK_MS = 4_000

/** Waits in line until there is an offer, or the rehearsal is over. */
export async function waitInLine(course: Course, { token }: Walker): Promise<Held | null> {
  const path = `/api/drops/${course.dropId}/waitlist` as const
  const joined = await askUntilAnswered(course, `PUT ${path}`, {
    ...{ step: 'line', token, body: { quantity: 1 } },
  })
  if (joined?.status !== 200) return null
  let place = joined.body as WaitlistPlace
  while (!course.isOver()) {
    if (place.state === 'offered' && place.reservationId !== undefined) {
      return heldBy(course, token, place.reservationId)
    }
    if (place.state !== 'waiting') return null
    await sleep(place.ahead < SOON ? LOOK_SOON_MS : LOOK_MS)
    const looked = await askUntilAnswered(course, `GET ${path}`, { step: 'line', token })
    if (looked?.status !== 200) return null
    place = looked.body as WaitlistPlace
  }
  return null
}

async function heldBy(course: Course, token: string, reservationId: string): Promise<Held | null> {
  const path = `GET /api/reservations/${reservationId}` as const
  const answer = await askUntilAnswered(course, path, { step: 'line', token })
  if (answer?.status !== 200) return null
  const { orderId, position = null } = answer.body as Reservation
  const knownAtMs = course.sinceOpeningMs()
  return { reservationId, orderId, position, isOffer: true, pressedAtMs: knownAtMs, knownAtMs }
}
