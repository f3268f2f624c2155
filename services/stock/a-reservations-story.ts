import assert from 'node:assert/strict'
import type { CallContext } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { aStock } from './a-stock.ts'

type Stock = Awaited<ReturnType<typeof aStock>>
type Held = Awaited<ReturnType<Stock['reserved']>>

/** Where a reservation stands, and what its drop's rows, the ledger and the events tell of it. */
export function aReservationsStory(stock: Stock) {
  const stateOf = async ({ reservationId, member }: Pick<Held, 'reservationId' | 'member'>) => {
    const reservation = await stock.calls.readReservation({ reservationId }, member)
    return isRefusal(reservation) ? reservation.refused : reservation.state
  }
  const release = async (
    { reservationId }: Pick<Held, 'reservationId'>,
    member: CallContext = stock.aMember(),
  ) => {
    const answer = await stock.calls.releaseReservation({ reservationId }, member)
    return answer === null ? 'released' : answer.refused
  }
  const unitsOf = async (dropId: string) => {
    const drop = await stock.database.read.readDrop({ dropId })
    assert(drop !== null)
    return { units: drop.units, reserved: drop.reserved, sold: drop.sold }
  }
  /** What was announced of a subject, in its order. */
  const announcedOf = async (subject: string) =>
    (await stock.announced())
      .filter(row => row.subject === subject)
      .map(({ type, data, timeMs }) => ({ type, data, timeMs }))
  const typesOf = async (subject: string) => (await announcedOf(subject)).map(({ type }) => type)
  /** The ledger in short, without its plan: `reserved 1`, `expired 1`. */
  const told = async (dropId: string) =>
    (await stock.ledger(dropId)).slice(1).map(({ kind, position }) => `${kind} ${position}`)

  return { stateOf, release, unitsOf, announcedOf, typesOf, told }
}
