import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { given } from '#web/kit/ask-shop.ts'

type Place = WaitlistPlace | null

/** Null for who is not in the line. */
export async function readPlace(dropId: string): Promise<Place> {
  const { items } = await given('stock.listWaitlistPlaces', { dropId })
  return items[0] ?? null
}

/** Stock tells so many at the head of a line of each move (its `line-teller.ts`). */
const TOLD_OF_A_LINE = 2_000
const EVERY_MS = 10_000

/** How often the place is asked for: only by those who are not told of each move. */
export const placeAskedEveryMs = (place: Place | undefined): number | false =>
  place?.state === 'waiting' && place.place > TOLD_OF_A_LINE ? EVERY_MS : false
