import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { uuidv7 } from '#platform/ids.ts'
import { aReservationsStory } from './a-reservations-story.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, pin, unpin, capture, aPayment } = stock
const { stateOf, release, unitsOf, typesOf } = aReservationsStory(stock)

suite('Money that came', () => {
  test('for what is not pinned for it is refused, told to who refunds, and sells nothing', async () => {
    const drop = await stock.aDrop({ units: 10, holdMs: 1_000, limitPerMember: 9 })
    const { dropId } = drop
    const [held, pinned, released, expired, sold] = await Promise.all(
      Array.from({ length: 5 }, () => stock.reserved(drop)),
    )
    assert(held && pinned && released && expired && sold)
    const [holder, seller] = [aPayment(pinned), aPayment(sold)]
    await release(released, released.member)
    await pin(holder)
    await pin(seller)
    await capture(seller)
    const second = await stock.reserved(drop)
    clock.advance(1_000)
    await stock.run('stock.let_go')
    const late = await stock.reserved(drop)
    const wrong = [
      ...[aPayment(pinned), aPayment(released), aPayment(expired), aPayment(sold), aPayment(late)],
      aPayment({ reservationId: uuidv7(1), memberId: uuidv7(2) }),
      aPayment({ ...pinned, memberId: late.memberId }, { paymentId: holder.paymentId }),
    ]
    await capture(...wrong)
    assert.equal(await stateOf(pinned), 'pinned')
    assert.equal(await stateOf(late), 'held')
    assert.equal(await stateOf(sold), 'committed')
    assert.equal(await stateOf(second), 'expired')
    assert.deepEqual(await unitsOf(dropId), { units: 10, reserved: 2, sold: 1 })
    const refused = (await stock.announced()).filter(row => row.type === 'stock.commit_refused')
    assert.deepEqual(
      new Set(refused.map(({ data }) => data.paymentId)),
      new Set(wrong.map(({ paymentId }) => paymentId)),
    )
    await capture(holder)
    assert.equal(await stateOf(pinned), 'committed')
  })

  test('for an attempt that had ended is refused, though the reservation is held and remembers it', async () => {
    const held = await stock.reserved(await stock.aDrop())
    const payment = aPayment(held)
    await pin(payment)
    await unpin(payment)
    await capture(payment)
    assert.equal(await stateOf(held), 'held')
    assert.deepEqual(await typesOf(payment.paymentId), ['stock.commit_refused'])
  })

  test('told twice it sells once, and is not refused', async () => {
    const drop = await stock.aDrop({ units: 3 })
    const held = await stock.reserved(drop)
    const payment = aPayment(held)
    await pin(payment)
    await capture(payment, payment)
    await capture(payment)
    assert.deepEqual(await unitsOf(drop.dropId), { units: 3, reserved: 0, sold: 1 })
    assert.deepEqual(await typesOf(held.reservationId), ['stock.reserved', 'stock.committed'])
    assert.deepEqual(await typesOf(payment.paymentId), [])
  })

  test('of two payments told at once for one reservation the one that has the pin has the unit', async () => {
    const held = await stock.reserved(await stock.aDrop())
    const [loser, winner] = [aPayment(held), aPayment(held)]
    await pin(winner)
    await capture(loser, winner)
    assert.deepEqual(await typesOf(held.reservationId), ['stock.reserved', 'stock.committed'])
    assert.deepEqual(await typesOf(loser.paymentId), ['stock.commit_refused'])
  })

  test('for many reservations of several drops at once: each is sold, each drop counts its own', async () => {
    const drops = await Promise.all([1, 2, 3].map(() => stock.aDrop({ units: 40 })))
    const held = await Promise.all(
      drops.flatMap(drop => Array.from({ length: 30 }, () => stock.reserved(drop))),
    )
    const payments = held.map(each => aPayment(each))
    await Promise.all(payments.map(payment => pin(payment)))
    await capture(...payments.toReversed())
    for (const { dropId } of drops) {
      assert.deepEqual(await unitsOf(dropId), { units: 40, reserved: 0, sold: 30 })
    }
  })

  test('after the closing it sells what was pinned before', async () => {
    const drop = await stock.aDrop({ units: 5, holdMs: 1_000, closesInMs: 2_000 })
    const held = await stock.reserved(drop)
    const payment = aPayment(held)
    await pin(payment)
    clock.advance(5_000)
    await stock.run('stock.let_go')
    assert.deepEqual(await unitsOf(drop.dropId), { units: 1, reserved: 1, sold: 0 })
    await capture(payment)
    assert.deepEqual(await unitsOf(drop.dropId), { units: 1, reserved: 0, sold: 1 })
  })

  test('other facts about payments change nothing', async () => {
    const held = await stock.reserved(await stock.aDrop())
    const payment = aPayment(held)
    await pin(payment)
    await stock.deliver('payment.refunded', [payment])
    await stock.deliver('payment.declined', [payment])
    assert.equal(await stateOf(held), 'pinned')
  })
})
