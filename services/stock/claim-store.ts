import { orderIdOf } from '#contracts/order-id.ts'
import type { Claim, Decision } from './decide-claims.ts'
import type { DropRecord } from './drop.ts'
import type { AppendedEntries } from './ledger-store.ts'
import { readReceipt, receiptText } from './ledger-store.ts'
import type { StockTransaction } from './stock-tables.ts'

/** The hottest statements of the shop, written by hand: two reads and four writes a batch. */

export type AcceptedClaim = {
  readonly claim: Claim
  readonly decision: Extract<Decision, { outcome: 'reserved' }>
}

/** What the claiming members hold or have paid of this drop; those without are left out. */
export async function readTaken(
  trx: StockTransaction,
  dropId: string,
  claims: readonly Claim[],
): Promise<Map<string, number>> {
  const taken = new Map<string, number>()
  for (const memberId of new Set(claims.map(claim => claim.memberId))) {
    const [row] = await trx.sql.all<{ units: number }>(
      'select units from drop_member where drop_id = ? and member_id = ?',
      dropId,
      memberId,
    )
    if (row !== undefined) taken.set(memberId, row.units)
  }
  return taken
}

/** Which of these reservations exist already, with the quantity they asked for. */
export async function readAccepted(
  trx: StockTransaction,
  claims: readonly Claim[],
): Promise<Map<string, number>> {
  const accepted = new Map<string, number>()
  for (const { reservationId } of claims) {
    const [row] = await trx.sql.all<{ quantity: number }>(
      'select quantity from reservation where reservation_id = ?',
      reservationId,
    )
    if (row !== undefined) accepted.set(reservationId, row.quantity)
  }
  return accepted
}

const INSERT = `insert into reservation (reservation_id, member_id, drop_id, position, quantity,
  unit_price_minor, total_minor, currency, state, reserved_at_ms, expires_at_ms, due_at_ms,
  ledger_index) values (?, ?, ?, ?, ?, ?, ?, ?, 'held', ?, ?, ?, ?)`

/** Writes the accepted claims; `firstIndex` is the ledger's entry of the first. */
export async function insertReservations(
  trx: StockTransaction,
  drop: DropRecord,
  accepted: readonly AcceptedClaim[],
  at: { readonly nowMs: number; readonly firstIndex: number },
): Promise<void> {
  await trx.sql.runEach(
    INSERT,
    accepted.map(({ claim, decision }, offset) => [
      claim.reservationId,
      claim.memberId,
      drop.dropId,
      decision.position,
      claim.quantity,
      drop.priceMinor,
      drop.priceMinor * claim.quantity,
      drop.currency,
      at.nowMs,
      decision.expiresAtMs,
      decision.expiresAtMs,
      at.firstIndex + offset,
    ]),
  )
}

/** Sets what members hold, to values that were decided under the drop's lock. */
export async function writeTaken(
  trx: StockTransaction,
  dropId: string,
  takenBefore: ReadonlyMap<string, number>,
  taken: ReadonlyMap<string, number>,
): Promise<void> {
  const known: [number, string, string][] = []
  const fresh: [number, string, string][] = []
  for (const [memberId, units] of taken) {
    const rows = takenBefore.has(memberId) ? known : fresh
    rows.push([units, dropId, memberId])
  }
  await trx.sql.runEach(
    'update drop_member set units = ? where drop_id = ? and member_id = ?',
    known,
  )
  await trx.sql.runEach(
    'insert into drop_member (units, drop_id, member_id) values (?, ?, ?)',
    fresh,
  )
}

/** The answer to an accepted claim, as JSON text; given again, word for word, to its repetition. */
export function reservedAnswer(
  drop: Pick<DropRecord, 'dropId'>,
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
  return `{"reservationId":"${row.reservationId}","orderId":"${row.orderId}","dropId":"${drop.dropId}","position":${row.position},"quantity":${row.quantity},"unitPrice":${money(row.unitPriceMinor)},"total":${money(row.unitPriceMinor * row.quantity)},"expiresAtMs":${row.expiresAtMs},"receipt":${receipt}}`
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
  return reservedAnswer(drop, row, receipt)
}

/** The answer that was given to this reservation when it was accepted. */
export async function readReservedAnswer(
  trx: StockTransaction,
  reservationId: string,
): Promise<string> {
  const [row] = await trx.sql.all<{
    dropId: string
    position: number
    quantity: number
    unitPriceMinor: number
    currency: string
    expiresAtMs: number
    ledgerIndex: number
  }>(
    `select drop_id as dropId, position, quantity, unit_price_minor as unitPriceMinor, currency,
       expires_at_ms as expiresAtMs, ledger_index as ledgerIndex
     from reservation where reservation_id = ?`,
    reservationId,
  )
  if (row === undefined) throw new Error(`there is no reservation ${reservationId}`)
  const receipt = await readReceipt(trx, row.dropId, row.ledgerIndex)
  return reservedAnswer(row, { ...row, reservationId, orderId: orderIdOf(reservationId) }, receipt)
}
