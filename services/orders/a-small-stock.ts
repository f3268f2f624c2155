import { add, money, times, zero } from '#contracts/money.ts'
import { orderIdOf, reservationIdOf } from '#contracts/order-id.ts'
import { refuse } from '#contracts/problems.ts'
import type { ReservationLine, ReservationRecord } from '#contracts/stock.ts'
import type { OutboxRow } from '#platform/database/database.ts'
import { uuidv7, uuidv8 } from '#platform/ids.ts'
import type { OrdersDeps } from './orders-service.ts'

/** What stock decided and announces, newest last, as its outbox would have it. */
export type SmallStock = OrdersDeps['stock'] & {
  readonly announced: readonly OutboxRow[]
  /** Free units by SKU; a SKU that does not stand here is unknown. */
  readonly free: Map<string, number>
  /** Takes one unit of a drop for a member. */
  readonly reserveOfDrop: (memberId: string) => ReservationRecord
  readonly pin: (orderId: string) => void
  readonly commit: (orderId: string, paymentId?: string) => void
  readonly expire: (orderId: string) => void
}

/**
 * A stand-in for stock in the tests of orders, because services do not import one another: it
 * keeps reservations in memory and announces what the real one announces. It knows no waitlist, no
 * ledger, no limits.
 */
export function aSmallStock({ nowMs }: { readonly nowMs: () => number }): SmallStock {
  const reservations = new Map<string, ReservationRecord>()
  const announced: OutboxRow[] = []
  const free = new Map<string, number>()
  const returned = new Set<string>()
  const dropId = uuidv7(nowMs())
  let position = 0

  function announce(record: ReservationRecord, type: string, data: object): void {
    const { reservationId, orderId, memberId, version } = record
    announced.push({
      number: announced.length + 1,
      type,
      subject: reservationId,
      version,
      timeMs: nowMs(),
      data: JSON.stringify({ reservationId, orderId, memberId, dropId: record.dropId, ...data }),
    })
  }

  function reserve(record: ReservationRecord): ReservationRecord {
    reservations.set(record.orderId, record)
    const { position, lines, total, reservedAtMs, expiresAtMs } = record
    announce(record, 'stock.reserved', { position, lines, total, reservedAtMs, expiresAtMs })
    return record
  }

  function move(orderId: string, state: ReservationRecord['state']): ReservationRecord {
    const before = reservations.get(orderId)
    if (before === undefined) throw new Error(`there is no reservation for order ${orderId}`)
    const record = { ...before, state, version: before.version + 1 }
    reservations.set(orderId, record)
    return record
  }

  function release(orderId: string, reason: 'cancelled' | 'expired'): void {
    const record = move(orderId, reason === 'cancelled' ? 'released' : 'expired')
    giveBack(record.lines.filter(line => free.has(line.skuId)))
    announce(record, 'stock.released', { reason, releasedAtMs: nowMs() })
  }

  function giveBack(lines: readonly { readonly skuId: string; readonly quantity: number }[]): void {
    for (const { skuId, quantity } of lines) free.set(skuId, (free.get(skuId) ?? 0) + quantity)
  }

  function newRecord(
    reservationId: string,
    memberId: string,
    lines: ReservationLine[],
    holdMs: number,
  ): ReservationRecord {
    const none = zero(lines[0]?.unitPrice.currency ?? 'KRW')
    const total = lines.reduce((sum, l) => add(sum, times(l.unitPrice, l.quantity)), none)
    return {
      reservationId,
      orderId: orderIdOf(reservationId),
      memberId,
      state: 'held',
      lines,
      total,
      reservedAtMs: nowMs(),
      expiresAtMs: nowMs() + holdMs,
      version: 1,
      dropId: null,
      position: null,
    }
  }

  return {
    announced,
    free,
    async findReservation({ memberId, orderId }) {
      const record = reservations.get(orderId)
      return record?.memberId === memberId ? record : refuse('not_found')
    },
    async findPosition() {
      return refuse('not_found')
    },
    async reserveLines({ reservationId, memberId, holdMs, lines }) {
      const known = reservations.get(orderIdOf(reservationId))
      if (known !== undefined) return known
      const short = lines.filter(line => (free.get(line.skuId) ?? 0) < line.quantity)
      if (short.length > 0) return refuse('sold_out', { skuIds: short.map(line => line.skuId) })
      for (const { skuId, quantity } of lines) free.set(skuId, (free.get(skuId) ?? 0) - quantity)
      const named = lines.map(line => ({ ...lineOf(line.skuId), ...line }))
      return reserve(newRecord(reservationId, memberId, named, holdMs))
    },
    async releaseReservation({ reservationId }, { caller }) {
      const record = reservations.get(orderIdOf(reservationId))
      if (record === undefined || record.memberId !== caller?.memberId) return refuse('not_found')
      if (record.state === 'pinned') return refuse('reservation_pinned')
      if (record.state !== 'held') return refuse('reservation_ended')
      release(record.orderId, 'cancelled')
      return null
    },
    async releaseSold({ orderId }) {
      if (reservations.get(orderId)?.state !== 'committed') return null
      release(orderId, 'cancelled')
      return null
    },
    async returnUnits({ returnId, lines }) {
      if (!returned.has(returnId)) giveBack(lines)
      returned.add(returnId)
      return null
    },
    async readSkus({ skuIds }) {
      const known = skuIds.filter(skuId => free.has(skuId))
      return {
        skus: known.map(skuId => ({ skuId, available: free.get(skuId) ?? 0, drop: null })),
      }
    },
    reserveOfDrop(memberId) {
      position++
      const reservationId = uuidv8('test-reservation', memberId, `${position}`)
      const lines = [{ ...lineOf(uuidv8('test-sku', dropId)), unitPrice: money(19_900, 'KRW') }]
      return reserve({ ...newRecord(reservationId, memberId, lines, 600_000), dropId, position })
    },
    pin: orderId => void move(orderId, 'pinned'),
    commit(orderId, paymentId = uuidv8('test-payment', reservationIdOf(orderId))) {
      const sale = { paymentId, committedAtMs: nowMs() }
      const record = { ...move(orderId, 'committed'), sale }
      reservations.set(orderId, record)
      announce(record, 'stock.committed', sale)
    },
    expire: orderId => release(orderId, 'expired'),
  }
}

function lineOf(skuId: string): ReservationLine {
  return {
    skuId,
    productId: uuidv8('test-product', skuId),
    title: '한정판 Sneaker',
    options: { size: 'M' },
    quantity: 1,
    unitPrice: money(8_000, 'KRW'),
  }
}
