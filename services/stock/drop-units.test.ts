import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aDropsConsole, told } from './a-drops-console.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { merchant, press } = stock
const { pressed, changeUnits, availableOf, unitsInAll, plansOf } = aDropsConsole(stock)

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
