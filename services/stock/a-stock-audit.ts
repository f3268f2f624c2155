import assert from 'node:assert/strict'
import type { KeyObject } from 'node:crypto'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Event } from '#contracts/event.ts'
import type { Receipt } from '#contracts/ledger.ts'
import { stockEvents } from '#contracts/stock.ts'
import { faultsOf } from '#platform/rpc/rpc.ts'
import { canonicalJson } from '#platform/security/canonical-json.ts'
import { verifyCompact } from '#platform/security/jws.ts'
import { leafHash } from '#platform/security/merkle-hash.ts'
import { verifyInclusion } from '#platform/security/merkle-verifier.ts'
import type { DropRow, StockRows } from './a-stock-rows-store.ts'
import { auditLine } from './a-waitlist-audit.ts'
import type { ReservationRow } from './stock-tables.ts'

/** For tests: what must hold of the rows of stock at every instant, whatever happened before. */
export function auditRows(rows: StockRows): void {
  const { skus, drops, reservations, lines, returns, waitlist, ledgerSizes } = rows
  const byDrop = Map.groupBy(reservations, row => row.drop_id)
  const entries = new Map(ledgerSizes.map(({ drop_id, size }) => [drop_id, size]))
  for (const drop of drops) {
    const own = byDrop.get(drop.drop_id) ?? []
    const line = waitlist.filter(entry => entry.drop_id === drop.drop_id)
    auditDrop(drop, own, returns)
    auditLine(drop, own, line)
    assert.equal(drop.ledger_size, entries.get(drop.drop_id) ?? 0, 'the ledger is whole')
  }
  for (const row of reservations) auditReservation(row)
  const states = new Map(reservations.map(row => [row.reservation_id, row.state]))
  for (const sku of skus) {
    const own = lines
      .filter(line => line.sku_id === sku.sku_id)
      .map(line => ({ ...line, state: states.get(line.reservation_id) }))
    assert.equal(sku.reserved, unitsOf(own.filter(isHeld)), 'reserved units of a SKU')
    const sold = own.filter(isSold)
    const back = returnsOf(returns, sold).filter(line => line.sku_id === sku.sku_id)
    assert.equal(sku.sold, unitsOf(sold) - unitsOf(back), 'sold units of a SKU')
    assert.ok(sku.units - sku.reserved - sku.sold >= 0, 'a SKU is not oversold')
  }
}

function auditDrop(
  drop: DropRow,
  rows: readonly ReservationRow[],
  returns: StockRows['returns'],
): void {
  assert.equal(drop.reserved, unitsOf(rows.filter(isHeld)), 'reserved units')
  const sold = rows.filter(isSold)
  assert.equal(drop.sold, unitsOf(sold) - unitsOf(returnsOf(returns, sold)), 'sold units')
  assert.ok(drop.units - drop.reserved - drop.sold >= 0, 'never oversold')
  assert.deepEqual(
    rows.map(row => row.position),
    rows.map((_, at) => at + 1),
    'positions are 1 … n',
  )
  assert.equal(drop.next_position, rows.length + 1)
  for (const [memberId, own] of Map.groupBy(rows, row => row.member_id)) {
    const has = unitsOf(own.filter(row => isHeld(row) || isSold(row)))
    assert.ok(has <= drop.limit_per_member, `${memberId} has ${has}`)
  }
  for (const row of rows) {
    assert.ok(row.reserved_at_ms >= drop.opens_at_ms, 'none before the opening')
    if (row.state === 'held') {
      assert.ok(drop.next_due_at_ms <= row.expires_at_ms, 'its end is awaited')
    }
  }
  if (drop.ended === 0) assert.ok(drop.next_due_at_ms <= drop.closes_at_ms, 'so is the closing')
}

function auditReservation(row: ReservationRow): void {
  if (row.state === 'pinned' || row.state === 'committed') {
    assert.ok(row.payment_id !== null && row.attempt !== null, `${row.state} for a payment`)
  }
}

/** What was announced: as the contract writes it, each subject's facts counted 1, 2, 3 … */
export function auditEvents(announced: readonly Event[]): void {
  for (const { type, data } of announced) {
    const schema = schemas.get(type)
    assert.ok(schema !== undefined, `stock announces no ${type}`)
    assert.deepEqual(faultsOf(schema.Errors(data)), [], `${type} ${JSON.stringify(data)}`)
  }
  for (const [subject, facts] of Map.groupBy(announced, row => row.subject)) {
    assert.deepEqual(
      facts.map(({ version }) => version),
      facts.map((_, at) => at + 1),
      `versions of ${subject}: ${facts.map(({ type, version }) => `${type} ${version}`)}`,
    )
  }
}

/** That an entry is in the ledger of a head that the shop signed, as a stranger finds it. */
export function auditReceipt(
  { entry, index, path, head }: Static<typeof Receipt>,
  keysByKid: ReadonlyMap<string, KeyObject>,
): void {
  const { jws, ...claims } = head
  const signed = verifyCompact(jws, keysByKid, 'ledger-head')
  assert.deepEqual(signed, { outcome: 'valid', payloadText: canonicalJson(claims) })
  assert.equal(entry.index, index)
  assert.equal(entry.dropId, head.dropId)
  const proof = {
    index,
    size: head.size,
    leafHash: leafHash(canonicalJson(entry)),
    path: path.map(hash => Buffer.from(hash, 'hex')),
    rootHash: Buffer.from(head.rootHash, 'hex'),
  }
  assert.ok(verifyInclusion(proof), `entry ${index} is in the ledger of ${head.size}`)
}

const schemas = new Map(
  Object.values(stockEvents).map(({ type, data }) => [type as string, Compile(data)]),
)

type Stated = { readonly state: ReservationRow['state'] | undefined }
const isHeld = ({ state }: Stated): boolean => state === 'held' || state === 'pinned'
const isSold = ({ state }: Stated): boolean => state === 'committed'
const returnsOf = (
  returns: StockRows['returns'],
  sold: readonly { readonly reservation_id: string }[],
) => {
  const ids = new Set(sold.map(row => row.reservation_id))
  return returns.filter(row => ids.has(row.reservation_id))
}
const unitsOf = (rows: readonly { readonly quantity: number }[]): number =>
  rows.reduce((sum, { quantity }) => sum + quantity, 0)
