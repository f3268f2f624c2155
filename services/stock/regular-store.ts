import type { Money } from '#contracts/money.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import { announce } from '#platform/events/outbox.ts'
import { readReservationRow, regularRecordOf } from './reservation-store.ts'
import { readSkuUnits } from './sku-units-store.ts'
import { noChanges, type StockChanges } from './stock-changes.ts'
import type { SkuTable, StockTransaction } from './stock-tables.ts'

type LinesRequest = {
  readonly reservationId: string
  readonly memberId: string
  readonly holdMs: number
  /** Whoever asks waits until then; later somebody else may have refused the same. */
  readonly untilMs?: number | undefined
  readonly lines: readonly {
    readonly skuId: string
    readonly quantity: number
    readonly unitPrice: Money
  }[]
}

type Reserved =
  | {
      readonly outcome: 'reserved'
      readonly reservation: ReservationRecord
      readonly changes: StockChanges
    }
  | {
      readonly outcome: 'sold_out' | 'drop_only' | 'not_found'
      readonly skuIds: readonly string[]
      readonly changes: StockChanges
    }
  | { readonly outcome: 'try_again'; readonly changes: StockChanges }

export const regularWrites = {
  /** All lines or none. The SKUs are locked in ascending order, so crossing orders never meet. */
  async reserveLines(trx: StockTransaction, request: LinesRequest): Promise<Reserved> {
    const lines = [...request.lines].sort((a, b) => (a.skuId < b.skuId ? -1 : 1))
    await trx.sql.runEach(
      'update sku set version = version + 1 where sku_id = ?',
      lines.map(line => [line.skuId]),
    )
    const before = await readReservationRow(trx, request)
    if (before !== null) {
      const reservation = await regularRecordOf(trx, before)
      return { outcome: 'reserved', reservation, changes: noChanges }
    }
    if (request.untilMs !== undefined && (await trx.nowMs()) > request.untilMs) {
      return { outcome: 'try_again', changes: noChanges }
    }
    const refusal = await whyNot(trx, lines)
    if (refusal !== null) return { ...refusal, changes: noChanges }

    await trx.sql.runEach(
      'update sku set reserved = reserved + ? where sku_id = ?',
      lines.map(line => [line.quantity, line.skuId]),
    )
    await insertReservation(trx, request)
    const row = await readReservationRow(trx, request)
    if (row === null) throw new Error('a reservation that was just written is not there')
    const reservation = await regularRecordOf(trx, row)
    await announceReserved(trx, reservation)
    const skus = await readSkuUnits(
      trx,
      lines.map(line => line.skuId),
    )
    return { outcome: 'reserved', reservation, changes: { drops: [], skus, taken: [] } }
  },
}

async function whyNot(
  trx: StockTransaction,
  lines: LinesRequest['lines'],
): Promise<{ outcome: 'sold_out' | 'drop_only' | 'not_found'; skuIds: string[] } | null> {
  const wanted = new Map<string, number>()
  for (const { skuId, quantity } of lines) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity)
  const skus = new Map<string, Pick<SkuTable, 'kind'> & { free: number }>()
  for (const skuId of wanted.keys()) {
    const [sku] = await trx.sql.all<{ kind: 'drop' | 'regular'; free: number }>(
      'select kind, units - reserved - sold as free from sku where sku_id = ?',
      skuId,
    )
    if (sku !== undefined) skus.set(skuId, sku)
  }
  const failing = (fails: (skuId: string, quantity: number) => boolean) =>
    [...wanted].filter(([skuId, quantity]) => fails(skuId, quantity)).map(([skuId]) => skuId)
  const unknown = failing(skuId => !skus.has(skuId))
  if (unknown.length > 0) return { outcome: 'not_found', skuIds: unknown }
  const dropOnly = failing(skuId => skus.get(skuId)?.kind === 'drop')
  if (dropOnly.length > 0) return { outcome: 'drop_only', skuIds: dropOnly }
  const short = failing((skuId, quantity) => (skus.get(skuId)?.free ?? 0) < quantity)
  return short.length > 0 ? { outcome: 'sold_out', skuIds: short } : null
}

async function insertReservation(trx: StockTransaction, request: LinesRequest): Promise<void> {
  const nowMs = await trx.nowMs()
  const expiresAtMs = nowMs + request.holdMs
  const { lines } = request
  const totalMinor = lines.reduce(
    (sum, line) => sum + line.unitPrice.amountMinor * line.quantity,
    0,
  )
  await trx.sql.run(
    `insert into reservation (reservation_id, member_id, drop_id, position, quantity,
       total_minor, currency, state, reserved_at_ms, expires_at_ms)
     values (?, ?, '', null, ?, ?, ?, 'held', ?, ?)`,
    request.reservationId,
    request.memberId,
    lines.reduce((sum, line) => sum + line.quantity, 0),
    totalMinor,
    lines[0]?.unitPrice.currency ?? 'KRW',
    nowMs,
    expiresAtMs,
  )
  await trx.sql.run(
    'insert into regular_hold (due_at_ms, reservation_id, member_id) values (?, ?, ?)',
    expiresAtMs,
    request.reservationId,
    request.memberId,
  )
  await trx.sql.runEach(
    `insert into reservation_line (reservation_id, line_number, sku_id, quantity, unit_price_minor)
     values (?, ?, ?, ?, ?)`,
    lines.map((line, at) => [
      request.reservationId,
      at + 1,
      line.skuId,
      line.quantity,
      line.unitPrice.amountMinor,
    ]),
  )
}

async function announceReserved(
  trx: StockTransaction,
  reservation: ReservationRecord,
): Promise<void> {
  const { reservationId, memberId, lines, total, reservedAtMs, expiresAtMs } = reservation
  await announce(trx, reservedAtMs, [
    {
      type: 'stock.reserved',
      subject: reservationId,
      version: 1,
      data: {
        reservationId,
        orderId: orderIdOf(reservationId),
        memberId,
        dropId: null,
        position: null,
        lines,
        total,
        reservedAtMs,
        expiresAtMs,
      },
    },
  ])
}
