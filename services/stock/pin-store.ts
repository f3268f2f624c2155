import { Problem } from '#contracts/problems.ts'
import type { ReservationState } from '#contracts/stock.ts'
import { moveSql } from './move-reservation-store.ts'
import { endReservation } from './release-store.ts'
import { decidePin, decideUnpin, type PinRequest, type PinState } from './reservation.ts'
import { REGULAR, type ReservationKey, readReservationRow } from './reservation-store.ts'
import { noChanges, type StockChanges } from './stock-changes.ts'
import type { ReservationRow, StockTransaction } from './stock-tables.ts'

const pinning = moveSql({ from: 'held', to: 'pinned' })
const unpinning = moveSql({ from: 'pinned', to: 'held' })

/** Each look that fails is one move of the row by somebody else; a payment has few to make. */
const PIN_LOOKS = 5

type Request = PinRequest & ReservationKey

type Pinned = {
  readonly outcome:
    | 'pinned'
    | 'not_found'
    | 'reservation_expired'
    | 'reservation_ended'
    | 'payment_in_flight'
}

export const pinWrites = {
  /**
   * Pins a reservation for one attempt of one payment. It does not take the drop's lock: no
   * counter moves, and the guard on the row is all that expiring and paying race for; so paying
   * never waits for the rush.
   *
   * The same attempt may be asked twice at once, where the first answer was long in coming, and
   * beside its next: so who finds the row moved under its hands looks again.
   *
   * @throws {Problem} `try_again` where the row moves again and again
   */
  async pin(trx: StockTransaction, request: Request): Promise<Pinned> {
    for (let look = 0; look < PIN_LOOKS; look++) {
      const [found, nowMs] = await Promise.all([readPinState(trx, request), trx.nowMs()])
      if (found === null) return { outcome: 'not_found' }
      const decision = decidePin(found.pin, request, nowMs)
      if (decision.outcome === 'pinned_already') return { outcome: 'pinned' }
      if (decision.outcome !== 'pin') return { outcome: decision.outcome }
      const { row } = found
      // Under the row's lock nobody can end the attempt any more; until then somebody could.
      const [isWritten, ended] = await Promise.all([
        writePin(trx, row, request),
        readEndedAttempt(trx, request),
      ])
      if (!isWritten) continue
      if (ended < request.attempt) return { outcome: 'pinned' }
      await takeBackPin(trx, row)
      return { outcome: 'payment_in_flight' }
    }
    throw new Problem('try_again')
  },

  /** Ends an attempt without money. Past its time the reservation expires in the same breath. */
  async unpin(
    trx: StockTransaction,
    request: Request,
  ): Promise<{ state: ReservationState; changes: StockChanges } | null> {
    // A write first, which takes the row's lock: what is read then is how it is.
    await trx.sql.later(
      'update reservation set attempt = attempt where member_id = ? and reservation_id = ?',
      [request.memberId, request.reservationId],
    )
    const [found, nowMs] = await Promise.all([readPinState(trx, request), trx.nowMs()])
    if (found === null) return null
    await endAttempt(trx, request, found.pin.endedAttempt)
    const { row } = found
    switch (decideUnpin(found.pin, request, await instantOf(trx, row, nowMs))) {
      case 'nothing':
        return { state: row.state, changes: noChanges }
      case 'expire': {
        const changes = await endReservation(trx, row, { from: 'pinned', to: 'expired' })
        return { state: 'expired', changes }
      }
      case 'hold':
        await holdAgain(trx, row)
        return { state: 'held', changes: noChanges }
    }
  },
}

async function readPinState(
  trx: StockTransaction,
  request: Request,
): Promise<{ row: ReservationRow; pin: PinState } | null> {
  const [row, endedAttempt] = await Promise.all([
    readReservationRow(trx, request),
    readEndedAttempt(trx, request),
  ])
  if (row === null) return null
  const pin = {
    state: row.state,
    expiresAtMs: row.expires_at_ms,
    paymentId: row.payment_id,
    attempt: row.attempt,
    endedAttempt,
  }
  return { row, pin }
}

/** Whether it was still as it was seen. The guard is finer than the move's: a newer attempt takes a pin. */
async function writePin(
  trx: StockTransaction,
  seen: ReservationRow,
  { paymentId, attempt }: PinRequest,
): Promise<boolean> {
  const written = await trx.sql.run(
    `update reservation set ${pinning.set}, payment_id = ?, attempt = ?
     where member_id = ? and drop_id = ? and reservation_id = ? and state = ?
       and coalesce(payment_id, '') = ? and coalesce(attempt, 0) = ?`,
    paymentId,
    attempt,
    seen.member_id,
    seen.drop_id,
    seen.reservation_id,
    seen.state,
    seen.payment_id ?? '',
    seen.attempt ?? 0,
  )
  return written === 1
}

async function readEndedAttempt(trx: StockTransaction, { paymentId }: PinRequest): Promise<number> {
  const [ended] = await trx.sql.all<{ attempt: number }>(
    'select attempt from ended_pin where payment_id = ?',
    paymentId,
  )
  return ended?.attempt ?? 0
}

/** The row as it was before the pin. */
async function takeBackPin(trx: StockTransaction, row: ReservationRow): Promise<void> {
  await trx.sql.run(
    `update reservation set state = ?, payment_id = ?, attempt = ?
     where member_id = ? and drop_id = ? and reservation_id = ?`,
    row.state,
    row.payment_id,
    row.attempt,
    row.member_id,
    row.drop_id,
    row.reservation_id,
  )
}

/**
 * From now on no pin of this attempt, nor of an older one, can come back from a slow network. Which
 * was ended last was read under the reservation's lock; 0 says that none was.
 */
async function endAttempt(
  trx: StockTransaction,
  { paymentId, attempt }: Request,
  endedAttempt: number,
): Promise<void> {
  if (endedAttempt >= attempt) return
  const raise =
    endedAttempt === 0
      ? 'insert into ended_pin (attempt, payment_id) values (?, ?)'
      : 'update ended_pin set attempt = ? where payment_id = ?'
  await trx.sql.later(raise, [attempt, paymentId])
}

/** Never earlier than what was decided of its drop before, whatever the clock says. */
async function instantOf(
  trx: StockTransaction,
  { drop_id }: ReservationRow,
  nowMs: number,
): Promise<number> {
  const [drop] = await trx.sql.all<{ lastAtMs: number }>(
    'select last_at_ms as lastAtMs from drop_sale where drop_id = ?',
    drop_id,
  )
  return Math.max(nowMs, drop?.lastAtMs ?? nowMs)
}

/**
 * Its time counts again. Its drop's roll awaits its end still, because that lies ahead of all that
 * was decided of the drop; a regular order's end may have been looked at while it was pinned.
 */
async function holdAgain(trx: StockTransaction, row: ReservationRow): Promise<void> {
  if (row.drop_id === REGULAR) await awaitEnd(trx, row)
  await trx.sql.later(
    `update reservation set ${unpinning.set} where ${unpinning.guard} and payment_id = ?`,
    [row.member_id, row.drop_id, row.reservation_id, row.payment_id],
  )
}

async function awaitEnd(trx: StockTransaction, row: ReservationRow): Promise<void> {
  await trx.sql.later(
    `insert into regular_hold (due_at_ms, reservation_id, member_id)
     select ?, ?, ? from (select 1 as one) as once
     where not exists (select 1 from regular_hold where due_at_ms = ? and reservation_id = ?)`,
    [row.expires_at_ms, row.reservation_id, row.member_id, row.expires_at_ms, row.reservation_id],
  )
}
