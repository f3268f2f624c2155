import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Drop, DropClosing } from '#contracts/drops.ts'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { aDropsConsole, told } from './a-drops-console.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock } = stock
const { pressed, changeUnits, pause, resume, close, read, availableOf, unitsInAll } =
  aDropsConsole(stock)

suite('Pausing a drop', () => {
  test('stops reserving, at once and for all, and nothing else; resuming goes on', async () => {
    const drop = await stock.aDrop({ units: 3, holdMs: 1_000, limitPerMember: 3 })
    const [held, paid, released] = [
      await stock.reserved(drop),
      await stock.reserved(drop),
      await stock.reserved(drop),
    ]
    assert.equal(told(await pause(drop)), 'done')
    assert.equal(told(await pause(drop)), 'done', 'again')
    assert.equal((await read(drop)).state, 'paused')
    assert.equal(await pressed(drop), 'drop_paused')
    const payment = stock.aPayment(paid)
    await stock.pin(payment)
    await stock.capture(payment)
    const { reservationId, member } = released
    assert.equal(await stock.calls.releaseReservation({ reservationId }, member), null)
    clock.advance(1_000)
    await stock.run('stock.let_go')
    assert.equal((await stock.database.read.findReservation(held))?.state, 'expired')
    assert.equal((await read(drop)).remaining, 2)
    assert.equal(await pressed(drop), 'drop_paused')
    assert.equal(told(await resume(drop)), 'done')
    assert.equal(await pressed(drop), 'done')
  })

  test('what has not opened is not paused, what has ended neither', async () => {
    const drop = await stock.aDrop({ opensInMs: 1_000, closesInMs: 2_000 })
    assert.equal(told(await pause(drop)), 'illegal_transition')
    assert.equal(told(await resume(drop)), 'illegal_transition')
    clock.advance(2_000)
    assert.equal(told(await pause(drop)), 'drop_ended')
    assert.equal(told(await resume(drop)), 'drop_ended')
  })
})

/** What closing is said to do. */
async function foretold(drop: Drop): Promise<DropClosing> {
  const told = await stock.calls.readClosing({ dropId: drop.dropId }, stock.merchant)
  assert(!isRefusal(told), JSON.stringify(told))
  return told
}

async function assertFulfilled(drop: Drop, told: DropClosing): Promise<void> {
  const before = (await availableOf(drop)) ?? 0
  await close(drop)
  const stats = await stock.calls.readDropStats({ dropId: drop.dropId }, stock.merchant)
  assert(!isRefusal(stats))
  const { backToStock, held, waiting } = told
  assert.deepEqual(
    [stats.reserved, stats.drop.waiting, stats.drop.remaining, await availableOf(drop)],
    [held, waiting, 0, before + backToStock],
  )
}

suite('Closing a drop', () => {
  test('by hand: no new request, and what is free goes to the SKU at once', async () => {
    const drop = await stock.aDrop({ units: 10, stock: 12, holdMs: 1_000 })
    await stock.reserved(drop, stock.aMember(), { quantity: 2 })
    clock.advance(1)
    const closed = await close(drop)
    assert(!isRefusal(closed))
    assert.deepEqual([closed.state, closed.units, closed.remaining], ['ended', 2, 0])
    assert.equal(await availableOf(drop), 10)
    assert.equal(await pressed(drop), 'drop_ended')
    assert.equal(told(await close(drop)), 'drop_ended')
    assert.equal(told(await changeUnits(drop, 1)), 'drop_ended')
    clock.advance(1_000)
    await stock.run('stock.let_go')
    assert.equal(await availableOf(drop), 12, 'what ran out later goes there too')
    assert.equal(await unitsInAll(drop), 12)
  })

  test('by its instant: the free units go to the SKU, held ones when they end, sold ones never', async () => {
    const drop = await stock.aDrop({ units: 10, closesInMs: 500, holdMs: 1_000, limitPerMember: 9 })
    const [released, pinned, sold, expired] = await Promise.all(
      Array.from({ length: 4 }, () => stock.reserved(drop)),
    )
    assert(released && pinned && sold && expired)
    const [declined, paid] = [stock.aPayment(pinned), stock.aPayment(sold)]
    await stock.pin(declined)
    await stock.pin(paid)
    clock.advance(500)
    await stock.run('stock.let_go')
    assert.deepEqual([await availableOf(drop), (await read(drop)).state], [6, 'ended'])
    const { reservationId, member } = released
    await stock.calls.releaseReservation({ reservationId }, member)
    assert.equal(await availableOf(drop), 7)
    clock.advance(500)
    await stock.run('stock.let_go')
    assert.equal(await availableOf(drop), 8)
    await stock.unpin(declined)
    assert.equal(await availableOf(drop), 9)
    await stock.capture(paid)
    const { units, remaining } = await read(drop)
    assert.deepEqual([await availableOf(drop), units, remaining], [9, 1, 0])
    assert.equal(await unitsInAll(drop), 10)
  })

  test('what it would do is told before, as it then does it: offers first, then stock', async () => {
    const drop = await stock.aDrop({ units: 6, limitPerMember: 2 })
    const buyer = stock.aMember()
    await stock.reserved(drop, buyer)
    await stock.reserved(drop, stock.aMember(), { quantity: 2 })
    const one = await stock.reserved(drop)
    const two = await stock.reserved(drop, stock.aMember(), { quantity: 2 })
    const line = [
      [buyer, 2],
      ...[2, 1, 2].map(wanted => [stock.aMember(), wanted] as const),
    ] as const
    for (const [member, quantity] of line) {
      await stock.calls.joinWaitlist({ dropId: drop.dropId, quantity }, member)
    }
    await pause(drop)
    for (const { reservationId, member } of [one, two]) {
      await stock.calls.releaseReservation({ reservationId }, member)
    }
    const told = await foretold(drop)
    // The first may have only one more; the next one has both that are left.
    const offered = { units: 3, members: 2 }
    assert.deepEqual(told, { offered, held: 6, backToStock: 0, waiting: 2 })
    await assertFulfilled(drop, told)
  })

  test('where more is free than who waits may have, the rest goes to stock', async () => {
    const drop = await stock.aDrop({ units: 3, limitPerMember: 2 })
    const first = await stock.reserved(drop, stock.aMember(), { quantity: 2 })
    const last = await stock.reserved(drop)
    await stock.calls.joinWaitlist({ dropId: drop.dropId, quantity: 1 }, stock.aMember())
    await pause(drop)
    for (const { reservationId, member } of [first, last]) {
      await stock.calls.releaseReservation({ reservationId }, member)
    }
    const told = await foretold(drop)
    const offered = { units: 1, members: 1 }
    assert.deepEqual(told, { offered, held: 1, backToStock: 2, waiting: 0 })
    await assertFulfilled(drop, told)
    const nothing = { units: 0, members: 0 }
    assert.deepEqual(await foretold(drop), { ...told, offered: nothing, backToStock: 0 })
  })

  test('before it opened it never opens, and its units are where they came from', async () => {
    const drop = await stock.aDrop({ units: 4, opensInMs: 1_000 })
    assert.equal(told(await close(drop)), 'done')
    assert.equal(await availableOf(drop), 4)
    clock.advance(1_000)
    assert.equal(await pressed(drop), 'drop_ended')
    assert.equal((await read(drop)).state, 'ended')
  })

  test('whoever comes at the very instant finds it closed, and that settles it', async () => {
    const drop = await stock.aDrop({ units: 4, closesInMs: 500 })
    await stock.reserved(drop)
    clock.advance(500)
    const claim = { reservationId: uuidv7(1), memberId: uuidv7(2), quantity: 1 }
    await stock.database.write.reserveUnits({ dropId: drop.dropId, claims: [claim] })
    assert.equal(await availableOf(drop), 3)
  })

  test('its units can be sold in a next drop', async () => {
    const first = await stock.aDrop({ units: 4, closesInMs: 500 })
    await stock.reserved(first)
    clock.advance(500)
    await stock.run('stock.let_go')
    const next = await stock.aDrop({ skuId: first.skuId, units: 3 })
    assert.equal(next.remaining, 3)
    assert.equal(await unitsInAll(first), 4)
  })
})
