import assert from 'node:assert/strict'
import type { DropRow, EntryRow } from './a-stock-rows-store.ts'
import type { ReservationRow } from './stock-tables.ts'

/** For tests: what must hold of a drop's line at every instant, and of what was offered to it. */
export function auditLine(
  drop: DropRow,
  reservations: readonly ReservationRow[],
  line: readonly EntryRow[],
): void {
  const waiting = line.filter(({ state }) => state === 'waiting')
  assert.equal(drop.waiting, waiting.length, 'who waits')
  assert.deepEqual(
    line.map(({ ticket }) => ticket),
    line.map((_, at) => at + 1),
    'tickets are 1 … n',
  )
  assert.equal(new Set(waiting.map(({ member_id }) => member_id)).size, waiting.length, 'each once')
  const isFree = drop.units - drop.reserved - drop.sold > 0
  assert.ok(!isFree || drop.waiting === 0 || drop.paused === 1, 'nothing is free while they wait')
  const byId = new Map(reservations.map(row => [row.reservation_id, row]))
  const offered = line.filter(entry => entry.reservation_id !== null)
  for (const { reservation_id, member_id, quantity } of offered) {
    const offer = byId.get(reservation_id ?? '')
    assert.equal(offer?.member_id, member_id, 'an offer is a reservation of who waited')
    assert.ok((offer?.quantity ?? 0) <= quantity, 'for no more than was wanted')
  }
  const offers = new Set(offered.map(entry => entry.reservation_id))
  for (const { reservation_id, reserved_at_ms } of reservations) {
    // At the very millisecond at which it was closed by hand, one may have come before.
    const isInTime = reserved_at_ms <= drop.closes_at_ms
    assert.ok(isInTime || offers.has(reservation_id), 'none after the closing but offers')
  }
}
