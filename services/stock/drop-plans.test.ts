import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isRefusal, refuse, refuseField } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { aDropsConsole, told } from './a-drops-console.ts'
import { aStock } from './a-stock.ts'
import { notSold } from './a-won-catalog.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, merchant, press } = stock
const {
  pressed,
  change,
  changeUnits,
  read,
  availableOf,
  unitsInAll,
  plansOf,
  pause,
  resume,
  close,
} = aDropsConsole(stock)

suite('Planning a drop', () => {
  test('moves its units from the SKU, and promises in the ledger what was planned', async () => {
    const drop = await stock.aDrop({ units: 7, stock: 10, opensInMs: 100, limitPerMember: 3 })
    assert.equal(await availableOf(drop), 3)
    assert.deepEqual([drop.units, drop.remaining, drop.state], [7, 7, 'upcoming'])
    assert.deepEqual((await read(drop)).options, { size: 'M' }, 'which of the product it sells')
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

test('what the catalogue does not sell any more is in no new drop; a key keeps what it planned', async () => {
  const skuId = await stock.aSku()
  const instants = { opensAtMs: clock.nowMs() + 1, closesAtMs: clock.nowMs() + 9 }
  const price = { amountMinor: 1, currency: 'KRW' }
  const plan = { skuId, units: 1, price, limitPerMember: 1, ...instants }
  const keyed = { ...merchant, idempotencyKey: 'while it is sold' }
  const drop = await stock.calls.planDrop(plan, keyed)
  notSold.add(skuId)
  assert.deepEqual(await stock.calls.planDrop(plan, merchant), refuse('not_found'))
  assert.deepEqual(await stock.calls.planDrop(plan, keyed), drop)
  assert.equal(await availableOf({ skuId }), 9)
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
