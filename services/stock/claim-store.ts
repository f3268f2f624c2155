import { orderIdOf } from '#contracts/order-id.ts'
import type { Question } from '#platform/database/database.ts'
import { sqlList } from '#platform/database/sql-list.ts'
import type { Claim, Decision } from './decide-claims.ts'
import type { DropRecord } from './drop.ts'
import { enrol, TAKES, type TakenRow } from './drop-roll-store.ts'
import type { AppendedEntries } from './ledger-store.ts'
import { readReceipt, receiptText } from './ledger-store.ts'
import type { StockTransaction } from './stock-tables.ts'

/** The hottest statements of the shop, written by hand: one read and three writes a batch. */

export type AcceptedClaim = {
  readonly claim: Claim
  readonly decision: Extract<Decision, { outcome: 'reserved' }>
}

/** What the claiming members hold, and which of these claims were accepted before. */
type ClaimsBefore = {
  /** Live holds and paid units, by member. */
  readonly takenByMember: ReadonlyMap<string, number>
  /** The quantity that was asked for, by reservation. */
  readonly accepted: ReadonlyMap<string, number>
}

export type LookRow = TakenRow & { readonly known: number }

/** One look a batch of at most `LONGEST_LIST`, which may travel with others. */
export function lookQuestion(dropId: string, claims: readonly Claim[]): Question {
  const members = sqlList(claims.map(claim => claim.memberId))
  const ids = sqlList(claims.map(claim => claim.reservationId))
  return [
    `select member_id as memberId, sum(case when ${TAKES} then quantity else 0 end) as units,
       sum(case when reservation_id in (${ids.marks}) then 1 else 0 end) as known
     from reservation where member_id in (${members.marks}) and drop_id = ? group by member_id`,
    ...ids.values,
    ...members.values,
    dropId,
  ]
}

/** What the look shows; a second one is needed where some of the claims came before. */
export async function beforeOf(
  trx: StockTransaction,
  { dropId, claims }: { readonly dropId: string; readonly claims: readonly Claim[] },
  looked: readonly LookRow[],
): Promise<ClaimsBefore> {
  const takenByMember = new Map(looked.map(({ memberId, units }) => [memberId, units]))
  const isNew = looked.every(({ known }) => known === 0)
  const rows = isNew ? [] : await readAccepted(trx, dropId, claims)
  return {
    takenByMember,
    accepted: new Map(rows.map(({ reservationId, quantity }) => [reservationId, quantity])),
  }
}

type AcceptedRow = { readonly reservationId: string; readonly quantity: number }

function readAccepted(
  { sql }: StockTransaction,
  dropId: string,
  claims: readonly Claim[],
): Promise<AcceptedRow[]> {
  const members = sqlList(claims.map(claim => claim.memberId))
  const ids = sqlList(claims.map(claim => claim.reservationId))
  // `coalesce` keeps the look to the members' pages: each key for each would be a seek.
  return sql.all<AcceptedRow>(
    `select reservation_id as reservationId, quantity from reservation
     where member_id in (${members.marks}) and drop_id = ?
       and coalesce(reservation_id, '') in (${ids.marks})`,
    ...members.values,
    dropId,
    ...ids.values,
  )
}

/** A held reservation of a drop. */
export const INSERT_RESERVATION = `insert into reservation (member_id, drop_id, reservation_id, position, quantity,
  total_minor, currency, state, reserved_at_ms, expires_at_ms, ledger_index)
  values (?, ?, ?, ?, ?, ?, ?, 'held', ?, ?, ?)`

/** Writes the accepted claims; `firstIndex` is the ledger's entry of the first. */
export async function insertReservations(
  trx: StockTransaction,
  drop: DropRecord,
  accepted: readonly AcceptedClaim[],
  at: { readonly nowMs: number; readonly firstIndex: number },
): Promise<void> {
  await trx.sql.later(
    INSERT_RESERVATION,
    ...accepted.map(({ claim, decision }, offset) => [
      claim.memberId,
      drop.dropId,
      claim.reservationId,
      decision.position,
      claim.quantity,
      drop.priceMinor * claim.quantity,
      drop.currency,
      at.nowMs,
      decision.expiresAtMs,
      at.firstIndex + offset,
    ]),
  )
  await enrol(
    trx,
    drop.dropId,
    accepted.map(({ claim, decision }) => ({ ...claim, ...decision })),
  )
}

/** The answer to an accepted claim, as JSON text; given again, word for word, to its repetition. */
function reservedAnswer(
  dropId: string,
  row: {
    readonly reservationId: string
    readonly orderId: string
    readonly position: number
    readonly quantity: number
    readonly unitPriceMinor: number
    readonly currency: string
    readonly expiresAtMs: number
  },
  receipt: string,
): string {
  const money = (amountMinor: number) =>
    `{"amountMinor":${amountMinor},"currency":"${row.currency}"}`
  return `{"reservationId":"${row.reservationId}","orderId":"${row.orderId}","dropId":"${dropId}","position":${row.position},"quantity":${row.quantity},"unitPrice":${money(row.unitPriceMinor)},"total":${money(row.unitPriceMinor * row.quantity)},"expiresAtMs":${row.expiresAtMs},"receipt":${receipt}}`
}

/** The answer of a batch that was just decided, without reading anything back. */
export function freshAnswer(
  drop: DropRecord,
  { claim, decision }: AcceptedClaim,
  orderId: string,
  ledger: { readonly appended: AppendedEntries; readonly offset: number },
): string {
  const { appended, offset } = ledger
  const receipt = receiptText(
    appended.texts[offset] ?? '',
    appended.firstIndex + offset,
    appended.pathHexOf(offset),
    appended.head,
  )
  const row = {
    reservationId: claim.reservationId,
    orderId,
    position: decision.position,
    quantity: claim.quantity,
    unitPriceMinor: drop.priceMinor,
    currency: drop.currency,
    expiresAtMs: decision.expiresAtMs,
  }
  return reservedAnswer(drop.dropId, row, receipt)
}

/** The answer that was given to this reservation when it was accepted. */
export async function readReservedAnswer(
  trx: StockTransaction,
  dropId: string,
  { memberId, reservationId }: Claim,
): Promise<string> {
  const [row] = await trx.sql.all<{
    position: number
    quantity: number
    totalMinor: number
    currency: string
    expiresAtMs: number
    ledgerIndex: number
  }>(
    `select position, quantity, total_minor as totalMinor, currency,
       expires_at_ms as expiresAtMs, ledger_index as ledgerIndex
     from reservation where member_id = ? and drop_id = ? and reservation_id = ?`,
    memberId,
    dropId,
    reservationId,
  )
  if (row === undefined) throw new Error(`there is no reservation ${reservationId}`)
  const receipt = await readReceipt(trx, dropId, row.ledgerIndex)
  return reservedAnswer(
    dropId,
    {
      ...row,
      unitPriceMinor: row.totalMinor / row.quantity,
      reservationId,
      orderId: orderIdOf(reservationId),
    },
    receipt,
  )
}
