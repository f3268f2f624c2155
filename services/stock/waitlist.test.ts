import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import type { CallContext } from '#contracts/operation.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { stockStreams } from '#contracts/stock.ts'
import { aStock } from './a-stock.ts'
import { auditReceipt } from './a-stock-audit.ts'

const DAY_MS = 86_400_000
const stock = await aStock()
after(() => stock.auditAndClose())

const join = ({ dropId }: Drop, member: CallContext, quantity = 1) =>
  stock.calls.joinWaitlist({ dropId, quantity }, member)
const place = ({ dropId }: Drop, member: CallContext) =>
  stock.calls.readWaitlistPlace({ dropId }, member)
const leave = ({ dropId }: Drop, member: CallContext) =>
  stock.calls.leaveWaitlist({ dropId }, member)

/** A drop whose units are all held, and by whom, one each. */
async function soldOut(options: Parameters<typeof stock.aDrop>[0] = {}) {
  const drop = await stock.aDrop({ units: 1, ...options })
  const holders = []
  for (let n = 0; n < drop.units; n++) holders.push(await stock.reserved(drop))
  return { drop, holders }
}

/** So many who wait, in their order. */
async function waiting(drop: Drop, count: number, quantity = 1) {
  const members = Array.from({ length: count }, () => stock.aMember())
  for (const member of members) await join(drop, member, quantity)
  return members
}

const release = ({ reservationId, member }: { reservationId: string; member: CallContext }) =>
  stock.calls.releaseReservation({ reservationId }, member)

async function offerTo(drop: Drop, member: CallContext) {
  const found = await place(drop, member)
  assert('state' in found && found.reservationId !== undefined, JSON.stringify(found))
  return { ...found, reservationId: found.reservationId, member }
}

const at = (state: string, ahead = 0, quantity = 1) => ({
  place: ahead + 1,
  ahead,
  quantity,
  state,
})

suite('Whoever comes when all is sold', () => {
  test('is told the place in line, the same when asked again, and who leaves is missed by nobody', async () => {
    const { drop } = await soldOut()
    const [first, second, third] = Array.from({ length: 3 }, () => stock.aMember())
    assert(first && second && third)
    assert.deepEqual(await join(drop, first), at('waiting'))
    assert.deepEqual(await join(drop, second), at('waiting', 1))
    assert.deepEqual(await join(drop, third), at('waiting', 2))
    assert.deepEqual(await join(drop, second), at('waiting', 1))
    const seen = await stock.calls.readDrop({ dropId: drop.dropId }, stock.aMember())
    assert('waiting' in seen)
    assert.deepEqual([seen.waiting, seen.state], [3, 'sold_out'])
    assert.equal(await leave(drop, first), null)
    assert.deepEqual(await leave(drop, first), { refused: 'not_found' })
    assert.deepEqual(await place(drop, first), { refused: 'not_found' })
    assert.deepEqual(await place(drop, third), at('waiting', 1))
    assert.deepEqual(await place(drop, stock.aMember()), { refused: 'not_found' })
    const placesOf = (member: CallContext) =>
      stock.calls.listWaitlistPlaces({ dropId: drop.dropId }, member)
    assert.deepEqual(await placesOf(third), { items: [at('waiting', 1)], nextCursor: null })
    assert.deepEqual(await placesOf(stock.aMember()), { items: [], nextCursor: null })
  })

  test('is told how many are ahead in a long line, from whose every part some have gone', async () => {
    const { drop, holders } = await soldOut({ units: 3 })
    const members = Array.from({ length: 600 }, () => stock.aMember())
    // Not all at once: more would wait for a connection than a busy machine serves in its patience.
    for (let from = 0; from < members.length; from += 50) {
      await Promise.all(members.slice(from, from + 50).map(member => join(drop, member)))
    }
    const { waitlist } = await stock.database.read.readRows({ dropId: drop.dropId })
    const byId = new Map(members.map(member => [member.memberId, member]))
    const line = waitlist.flatMap(({ member_id }) => byId.get(member_id) ?? [])
    const gone = new Set([10, 255, 256, 257, 300, 511, 512, 598])
    await Promise.all([...gone].map(number => leave(drop, line[number] ?? stock.aMember())))
    for (const holder of holders) await release(holder)
    for (const number of [3, 9, 11, 254, 258, 299, 510, 513, 597, 599]) {
      const before = [...gone].filter(other => other < number).length
      const ahead = number - 3 - before
      assert.deepEqual(await place(drop, line[number] ?? stock.aMember()), at('waiting', ahead))
    }
  })

  test('is told to reserve while units are free, and why there is nothing to wait for', async () => {
    const member = stock.aMember()
    const drop = await stock.aDrop({ units: 2 })
    assert.deepEqual(await join(drop, member), { refused: 'units_available' })
    const later = await stock.aDrop({ opensInMs: 1_000 })
    assert.deepEqual(await join(later, member), {
      refused: 'drop_not_open',
      details: { opensAtMs: later.opensAtMs, serverTimeMs: stock.clock.nowMs() },
    })
    const unknown = { ...drop, dropId: stock.ids.next() }
    assert.deepEqual(await join(unknown, member), { refused: 'drop_unknown' })
    const { drop: full } = await soldOut({ limitPerMember: 2 })
    assert.deepEqual(await join(full, member, 3), { refused: 'limit_exceeded' })
    await stock.calls.closeDrop({ dropId: full.dropId }, stock.merchant)
    assert.deepEqual(await join(full, member), { refused: 'drop_ended' })
  })
})

suite('A unit that comes back', () => {
  test('is held for the first in line at once, with a receipt, an order and a time to pay', async () => {
    const { drop, holders } = await soldOut()
    const [first, second] = await waiting(drop, 2)
    assert(holders[0] && first && second)
    await release(holders[0])
    const { reservationId, ...seen } = await offerTo(drop, first)
    assert.equal(seen.offerExpiresAtMs, stock.clock.nowMs() + drop.holdMs)
    assert.deepEqual(await place(drop, second), at('waiting'))
    const reservation = await stock.calls.readReservation({ reservationId }, first)
    assert('receipt' in reservation && reservation.receipt !== undefined)
    assert.deepEqual([reservation.state, reservation.position], ['held', 2])
    assert.equal(reservation.receipt.entry.kind, 'offered')
    auditReceipt(reservation.receipt, stock.keysByKid)
    const told = (await stock.announced()).filter(
      ({ data }) => data.reservationId === reservationId,
    )
    assert.deepEqual(told.map(({ type, data }) => [type, data.orderId, data.memberId]).sort(), [
      ['stock.offered', orderIdOf(reservationId), first.memberId],
      ['stock.reserved', orderIdOf(reservationId), first.memberId],
    ])
    const offered = told.find(({ type }) => type === 'stock.offered')?.data
    assert.deepEqual([offered?.title, offered?.options], [drop.title, drop.options])
    assert.deepEqual(await stock.press(drop, stock.aMember()), { refused: 'sold_out' })
    const kinds = (await stock.ledger(drop.dropId)).map(({ kind }) => kind)
    assert.deepEqual(kinds, ['planned', 'reserved', 'joined', 'joined', 'released', 'offered'])
  })

  test('goes to the next when it is turned down, or its time is over, and is sold when paid', async () => {
    const { drop, holders } = await soldOut()
    const [first, second, third] = await waiting(drop, 3)
    assert(holders[0] && first && second && third)
    await release(holders[0])
    assert.equal(await leave(drop, first), null)
    assert.deepEqual(await place(drop, first), { refused: 'not_found' })
    await offerTo(drop, second)
    stock.clock.advance(drop.holdMs)
    await stock.run('stock.let_go')
    assert.deepEqual(await place(drop, second), at('passed'))
    const { reservationId } = await offerTo(drop, third)
    const payment = stock.aPayment({ memberId: third.memberId, reservationId })
    await stock.pin(payment)
    assert.deepEqual(await leave(drop, third), { refused: 'reservation_pinned' })
    await stock.capture(payment)
    assert.deepEqual(await place(drop, third), { ...at('taken'), reservationId })
    assert.deepEqual(await stock.press(drop, first), { refused: 'sold_out' })
    assert.deepEqual(await join(drop, first), at('waiting'))
  })

  test('after a declined payment past its time, or the timer, or the next press, goes to the line first', async () => {
    const { drop, holders } = await soldOut({ units: 2 })
    const [first, second] = await waiting(drop, 2)
    assert(holders[0] && holders[1] && first && second)
    const payment = stock.aPayment(holders[0])
    await stock.pin(payment)
    stock.clock.advance(drop.holdMs)
    assert.deepEqual(await stock.press(drop, stock.aMember()), { refused: 'sold_out' })
    await offerTo(drop, first)
    assert.deepEqual(await place(drop, second), at('waiting'))
    await stock.unpin(payment)
    await offerTo(drop, second)
  })

  test('passes by who has all that one member may have; as many as are free go to who wants more', async () => {
    const { drop, holders } = await soldOut({ units: 3, limitPerMember: 2 })
    const [full, other, third] = holders
    assert(full && other && third)
    const again = await stock.press(drop, full.member, { key: 'again' })
    assert.deepEqual(again, { refused: 'sold_out' })
    const one = stock.aMember()
    await join(drop, full.member, 2)
    await join(drop, one, 2)
    await release(other)
    const half = await offerTo(drop, full.member)
    await stock.calls.joinWaitlist({ dropId: drop.dropId, quantity: 1 }, full.member)
    const kept = await place(drop, full.member)
    assert('state' in kept)
    assert.deepEqual([kept.state, kept.quantity], ['offered', 2])
    assert.equal((await stock.ledger(drop.dropId)).at(-1)?.quantity, 1)
    const payment = stock.aPayment({ memberId: full.memberId, reservationId: half.reservationId })
    await stock.pin(payment)
    await stock.capture(payment)
    await join(drop, full.member, 1)
    const two = stock.aMember()
    await join(drop, two, 1)
    assert.deepEqual(await place(drop, one), at('waiting', 0, 2))
    await release(third)
    await offerTo(drop, one)
    assert.deepEqual(await place(drop, full.member), at('waiting'))
    await stock.calls.adjustSku({ skuId: drop.skuId, delta: 5, reason: 'more' }, stock.merchant)
    const more = { dropId: drop.dropId, delta: 1, reason: 'more' }
    await stock.calls.changeDropUnits(more, stock.merchant)
    assert.deepEqual(await place(drop, full.member), at('passed'))
    await offerTo(drop, two)
  })

  test('waits for the end of a pause, which also ends with the drop', async () => {
    const { drop, holders } = await soldOut({ units: 2, closesInMs: 3_000 })
    const [first, second] = await waiting(drop, 2)
    assert(holders[0] && holders[1] && first && second)
    await stock.calls.pauseDrop({ dropId: drop.dropId }, stock.merchant)
    await release(holders[0])
    assert.deepEqual(await place(drop, first), at('waiting'))
    await stock.calls.resumeDrop({ dropId: drop.dropId }, stock.merchant)
    await offerTo(drop, first)
    await stock.calls.pauseDrop({ dropId: drop.dropId }, stock.merchant)
    await release(holders[1])
    assert.deepEqual(await place(drop, second), at('waiting'))
    stock.clock.advance(3_000)
    await stock.run('stock.let_go')
    await offerTo(drop, second)
  })
})

suite('After the closing', () => {
  test('offers go on to who waits; what nobody wants goes to the SKU', async () => {
    const { drop, holders } = await soldOut({ units: 2 })
    const [first] = await waiting(drop, 1)
    assert(holders[0] && holders[1] && first)
    await stock.calls.closeDrop({ dropId: drop.dropId }, stock.merchant)
    stock.clock.advance(1_000)
    await release(holders[0])
    await offerTo(drop, first)
    await release(holders[1])
    const read = await stock.calls.readSkus({ skuIds: [drop.skuId] }, stock.merchant)
    assert('skus' in read)
    assert.equal(read.skus[0]?.available, 1)
  })

  test('the line is served for seven days, then the rest are passed', async () => {
    const { drop, holders } = await soldOut({ holdMs: DAY_MS })
    const [first, second] = await waiting(drop, 2)
    assert(holders[0] && first && second)
    const payment = stock.aPayment(holders[0])
    await stock.pin(payment)
    stock.clock.advance(drop.closesAtMs - stock.clock.nowMs() + 7 * DAY_MS - 1)
    await stock.run('stock.let_go')
    assert.deepEqual(await place(drop, second), at('waiting', 1))
    stock.clock.advance(1)
    await stock.run('stock.let_go')
    assert.deepEqual(await place(drop, first), at('passed'))
    assert.deepEqual(await place(drop, second), at('passed'))
    await stock.unpin(payment)
    const read = await stock.calls.readSkus({ skuIds: [drop.skuId] }, stock.merchant)
    assert('skus' in read)
    assert.equal(read.skus[0]?.available, 1)
  })
})

suite('Whoever looks at the place in line', () => {
  test('sees it move, and the offer when it comes, and nobody else’s', async () => {
    const { drop, holders } = await soldOut()
    const [first, second, third] = await waiting(drop, 3)
    assert(holders[0] && first && second && third)
    const { dropId } = drop
    const told: unknown[] = []
    for (const { memberId } of [second, third]) {
      const topic = stockStreams.waitlist.topic({ dropId, memberId })
      stock.live.subscribe(topic, place => told.push([memberId, place]))
    }
    await stock.run('stock.tell_lines')
    told.length = 0
    await leave(drop, first)
    await stock.run('stock.tell_lines')
    assert.deepEqual(told.splice(0), [
      [second.memberId, at('waiting')],
      [third.memberId, at('waiting', 1)],
    ])
    await release(holders[0])
    await stock.run('stock.tell_lines')
    const { member: _, ...offer } = await offerTo(drop, second)
    assert.deepEqual(told.splice(0), [
      [second.memberId, offer],
      [third.memberId, at('waiting')],
    ])
    await stock.run('stock.tell_lines')
    assert.deepEqual(told, [])
    await leave(drop, second)
    await stock.run('stock.tell_lines')
    const { member: __, ...last } = await offerTo(drop, third)
    assert.deepEqual(told, [[third.memberId, last]])
  })

  test('is told where it is left on another device, and the new place where it is joined anew', async () => {
    const { drop } = await soldOut()
    const [member] = await waiting(drop, 1)
    assert(member)
    const { dropId } = drop
    const told: unknown[] = []
    const topic = stockStreams.waitlist.topic({ dropId, memberId: member.memberId })
    stock.live.subscribe(topic, place => told.push(place))
    await leave(drop, member)
    await stock.run('stock.tell_lines')
    assert.deepEqual(told.splice(0), [at('left')])
    await join(drop, member)
    await stock.run('stock.tell_lines')
    told.length = 0
    await leave(drop, member)
    await join(drop, member)
    await stock.run('stock.tell_lines')
    assert.deepEqual(
      new Set(told.map(place => (place as { state: string }).state)),
      new Set(['waiting']),
    )
  })
})
