import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import { isRefusal, refuseField } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, merchant, press } = stock

const told = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')
const pressed = async (drop: Drop, quantity = 1) =>
  told(await press(drop, stock.aMember(), { quantity }))
const change = (drop: Drop, change: object) =>
  stock.calls.changeDrop({ dropId: drop.dropId, ...change }, merchant)
const changeUnits = (drop: Drop, delta: number) =>
  stock.calls.changeDropUnits({ dropId: drop.dropId, delta, reason: 'counted again' }, merchant)
const pause = (drop: Drop) => stock.calls.pauseDrop({ dropId: drop.dropId }, merchant)
const resume = (drop: Drop) => stock.calls.resumeDrop({ dropId: drop.dropId }, merchant)
const close = (drop: Drop) => stock.calls.closeDrop({ dropId: drop.dropId }, merchant)
async function read(drop: Drop): Promise<Drop> {
  const seen = await stock.calls.readDrop({ dropId: drop.dropId }, fromService)
  assert(!isRefusal(seen))
  return seen
}
async function availableOf({ skuId }: Pick<Drop, 'skuId'>): Promise<number | undefined> {
  const answer = await stock.calls.readSkus({ skuIds: [skuId] }, fromService)
  return isRefusal(answer) ? undefined : answer.skus[0]?.available
}
/** Units of the SKU and of its drops together: they move, and none is lost. */
async function unitsInAll({ skuId }: Pick<Drop, 'skuId'>): Promise<number> {
  const { skus, drops } = await stock.database.read.readRows(null)
  return [...skus, ...drops]
    .filter(row => row.sku_id === skuId)
    .reduce((sum, { units }) => sum + units, 0)
}
const plansOf = async ({ dropId }: Drop) =>
  (await stock.ledger(dropId)).map(({ index: _, atMs: __, dropId: ___, ...entry }) => entry)

suite('Planning a drop', () => {
  test('moves its units from the SKU, and promises in the ledger what was planned', async () => {
    const drop = await stock.aDrop({ units: 7, stock: 10, opensInMs: 100, limitPerMember: 3 })
    assert.equal(await availableOf(drop), 3)
    assert.deepEqual([drop.units, drop.remaining, drop.state], [7, 7, 'upcoming'])
    const { opensAtMs, closesAtMs } = drop
    assert.deepEqual(await plansOf(drop), [
      { kind: 'planned', units: 7, limitPerMember: 3, opensAtMs, closesAtMs },
    ])
  })

  test('a SKU gives no more units than it has free, to however many drops', async () => {
    const skuId = await stock.aSku({ units: 10 })
    const plan = (units: number, of = skuId) => {
      const instants = { opensAtMs: clock.nowMs(), closesAtMs: clock.nowMs() + 1_000 }
      const price = { amountMinor: 1, currency: 'KRW' }
      return stock.calls.planDrop(
        { skuId: of, units, price, limitPerMember: 1, ...instants },
        merchant,
      )
    }
    assert.equal(told(await plan(11)), 'stock_insufficient')
    // Which of two is first is known where the database keeps the order only.
    const atOnce = await Promise.all([plan(6), plan(6)])
    assert.deepEqual(atOnce.map(told).sort(), ['done', 'stock_insufficient'])
    assert.deepEqual([told(await plan(4)), told(await plan(1))], ['done', 'stock_insufficient'])
    assert.equal(await unitsInAll({ skuId }), 10)
    assert.equal(told(await plan(1, uuidv7(0))), 'not_found')
  })

  test('instants must lie in their order and the closing in the future', async () => {
    const skuId = await stock.aSku()
    const nowMs = clock.nowMs()
    const plan = async (opensAtMs: number, closesAtMs: number) => {
      const price = { amountMinor: 1, currency: 'KRW' }
      const drop = { skuId, units: 1, price, limitPerMember: 1, opensAtMs, closesAtMs }
      return told(await stock.calls.planDrop(drop, merchant))
    }
    assert.equal(await plan(nowMs + 5, nowMs + 5), 'invalid_request')
    assert.equal(await plan(nowMs - 5, nowMs), 'invalid_request')
    assert.equal(await plan(nowMs - 5, nowMs + 1), 'done')
    assert.equal(await unitsInAll({ skuId }), 10)
  })
})

test('a drop has the currency of its product', async () => {
  const skuId = await stock.aSku()
  const dollars = { amountMinor: 1, currency: 'USD' }
  const instants = { opensAtMs: clock.nowMs() + 1, closesAtMs: clock.nowMs() + 9 }
  const plan = { skuId, units: 1, price: dollars, limitPerMember: 1, ...instants }
  const refused = refuseField('price.currency', "must be the product's, KRW")
  assert.deepEqual(await stock.calls.planDrop(plan, merchant), refused)
  const drop = await stock.aDrop({ skuId, units: 1, opensInMs: 1 })
  assert.deepEqual(await change(drop, { price: dollars }), refused)
  assert.deepEqual((await read(drop)).price, drop.price)
})

test('a waiting room is refused until there is one, and nothing is promised', async () => {
  const skuId = await stock.aSku()
  const waitingRoom = { admitPerSecond: 5, mode: 'fifo' as const }
  const price = { amountMinor: 1, currency: 'KRW' }
  const instants = { opensAtMs: clock.nowMs() + 1, closesAtMs: clock.nowMs() + 9 }
  const plan = { skuId, units: 1, price, limitPerMember: 1, ...instants }
  const message = 'is not in this version yet: leave it out'
  const refused = refuseField('waitingRoom', message)
  assert.deepEqual(await stock.calls.planDrop({ ...plan, waitingRoom }, merchant), refused)
  assert.equal(await availableOf({ skuId }), 10)
  const drop = await stock.calls.planDrop({ ...plan, waitingRoom: null }, merchant)
  assert(!isRefusal(drop))
  assert.deepEqual(await change(drop, { title: 'New', waitingRoom }), refused)
  assert.equal((await read(drop)).title, drop.title)
  assert.equal(told(await change(drop, { waitingRoom: null })), 'done')
})

suite('Changing a drop', () => {
  test('before its opening everything may change, and counts from then on', async () => {
    const drop = await stock.aDrop({ units: 9, opensInMs: 1_000, limitPerMember: 1 })
    await press(drop, stock.aMember())
    const opensAtMs = drop.opensAtMs + 1_000
    const price = { amountMinor: 500, currency: 'KRW' }
    const promised = { title: 'Later', price, opensAtMs, limitPerMember: 2, holdMs: 4_000 }
    const changed = await change(drop, promised)
    const { serverTimeMs: _, ...seen } = await read(drop)
    const { serverTimeMs: __, ...before } = drop
    assert.deepEqual(seen, { ...before, ...promised })
    assert.equal(told(changed), 'done')
    clock.advance(1_000)
    assert.equal(await pressed(drop), 'drop_not_open')
    clock.advance(1_000)
    const held = await stock.reserved(drop, stock.aMember(), { quantity: 2 })
    assert.deepEqual(held.unitPrice, price)
    assert.equal(held.expiresAtMs, clock.nowMs() + 4_000)
    assert.deepEqual(
      (await plansOf(drop)).slice(0, 2).map(({ limitPerMember }) => limitPerMember),
      [1, 2],
    )
  })

  test('after its opening what was promised stands: only the title and the closing may change', async () => {
    const drop = await stock.aDrop({ closesInMs: 10_000 })
    for (const promised of [
      { price: { amountMinor: 1, currency: 'KRW' } },
      { opensAtMs: clock.nowMs() + 5 },
      { limitPerMember: 99 },
      { holdMs: 1_000 },
      { waitingRoom: null },
      { title: 'With', limitPerMember: 3 },
    ]) {
      assert.equal(told(await change(drop, promised)), 'drop_already_open')
    }
    assert.deepEqual(await read(drop), drop)
    assert.equal(told(await change(drop, { title: 'New' })), 'done')
    assert.equal((await read(drop)).title, 'New')
  })

  test('a closing that is moved nearer closes it then; one moved further keeps it open', async () => {
    const [sooner, later] = await Promise.all([
      stock.aDrop({ units: 4, closesInMs: 10_000 }),
      stock.aDrop({ units: 4, closesInMs: 10_000 }),
    ])
    assert.equal(told(await change(sooner, { closesAtMs: clock.nowMs() + 1_000 })), 'done')
    assert.equal(told(await change(later, { closesAtMs: clock.nowMs() + 20_000 })), 'done')
    clock.advance(1_000)
    assert.equal(await pressed(sooner), 'drop_ended')
    await stock.run('stock.let_go')
    assert.equal(await availableOf(sooner), 4)
    clock.advance(9_000)
    assert.equal(await pressed(later), 'done')
    assert.equal(told(await change(sooner, { closesAtMs: clock.nowMs() + 1_000 })), 'drop_ended')
    assert.equal(told(await change(later, { closesAtMs: clock.nowMs() })), 'invalid_request')
  })

  test('a drop that is nowhere is not found', async () => {
    const nowhere = { ...(await stock.aDrop()), dropId: uuidv7(0) }
    for (const ask of [pause, resume, close]) assert.equal(told(await ask(nowhere)), 'not_found')
    assert.equal(told(await change(nowhere, { title: 'x' })), 'not_found')
    assert.equal(told(await changeUnits(nowhere, 1)), 'not_found')
  })
})

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

suite('Units by hand', () => {
  test('units added come from the SKU and are for sale at once; only free ones go back', async () => {
    const drop = await stock.aDrop({ units: 1, stock: 4 })
    await stock.reserved(drop)
    assert.equal(await pressed(drop), 'sold_out')
    assert.equal(told(await changeUnits(drop, 4)), 'stock_insufficient')
    assert.equal(told(await changeUnits(drop, 2)), 'done')
    assert.equal(await availableOf(drop), 1)
    assert.equal(await pressed(drop), 'done')
    assert.equal(told(await changeUnits(drop, -2)), 'stock_insufficient')
    assert.equal(told(await changeUnits(drop, -1)), 'done')
    assert.equal(await pressed(drop), 'sold_out')
    assert.equal(told(await changeUnits(drop, 0)), 'invalid_request')
    assert.equal(await unitsInAll(drop), 4)
    assert.deepEqual(
      (await plansOf(drop)).filter(({ kind }) => kind === 'units_changed'),
      [
        { kind: 'units_changed', delta: 2, units: 3 },
        { kind: 'units_changed', delta: -1, units: 2 },
      ],
    )
  })

  test('a SKU is adjusted with a reason, never below what is free', async () => {
    const drop = await stock.aDrop({ units: 6, stock: 10 })
    const { skuId } = drop
    const adjust = (delta: number, of = skuId) =>
      stock.calls.adjustSku({ skuId: of, delta, reason: 'a box was lost' }, merchant)
    assert.deepEqual(await adjust(-4), { skuId, available: 0 })
    assert.equal(told(await adjust(-1)), 'stock_insufficient')
    assert.deepEqual(await adjust(3), { skuId, available: 3 })
    assert.equal(told(await adjust(0)), 'invalid_request')
    assert.equal(told(await adjust(1, uuidv7(0))), 'not_found')
    assert.equal(await unitsInAll(drop), 9)
  })

  test('making a SKU known again renews its title and leaves its units', async () => {
    const [skuId, productId] = [uuidv7(1), uuidv7(2)]
    const put = (title: string, units: number) =>
      stock.calls.putSkus(
        { skus: [{ skuId, productId, title, options: {}, kind: 'drop', units }] },
        fromService,
      )
    await put('Old', 5)
    await put('New', 500)
    assert.equal(await availableOf({ skuId }), 5)
    const held = await stock.reserved(await stock.aDrop({ skuId, units: 5 }))
    const seen = await stock.calls.readReservation(
      { reservationId: held.reservationId },
      held.member,
    )
    assert.equal(isRefusal(seen) ? '' : seen.lines[0]?.title, 'New')
  })
})

test('the console sees what was asked, given, refused and paid', async () => {
  const drop = await stock.aDrop({ units: 4, limitPerMember: 1 })
  const { dropId } = drop
  const [held, paid, released] = await Promise.all([1, 2, 3].map(() => stock.reserved(drop)))
  assert(held && paid && released)
  const payment = stock.aPayment(paid)
  await stock.pin(payment)
  await stock.capture(payment)
  const { reservationId, member } = released
  await stock.calls.releaseReservation({ reservationId }, member)
  await press(drop, held.member, { key: 'more' })
  await pressed(drop)
  await pressed(drop)
  await pressed(drop)
  const stats = await stock.calls.readDropStats({ dropId }, merchant)
  assert(!isRefusal(stats))
  const { drop: seen, ...counts } = stats
  assert.equal(seen.remaining, 0)
  assert.deepEqual(counts, {
    ...{ reserved: 3, sold: 1, ledgerSize: 8 },
    reservations: { held: 3, committed: 1, released: 1 },
    refusals: { limit_exceeded: 1, sold_out: 1 },
  })
  const nowhere = await stock.calls.readDropStats({ dropId: uuidv7(0) }, merchant)
  assert.equal(told(nowhere), 'not_found')
})
