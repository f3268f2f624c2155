import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aReservationsStory } from './a-reservations-story.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, pin, unpin, aPayment } = stock
const { stateOf, unitsOf, typesOf } = aReservationsStory(stock)

suite('A payment in flight', () => {
  test('keeps the unit past its time, and a decline then ends it in the same transaction', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    const held = await stock.reserved(drop)
    const payment = aPayment(held)
    await pin(payment)
    clock.advance(5_000)
    await stock.run('stock.let_go')
    assert.equal(await stateOf(held), 'pinned')
    assert.ok(isRefusal(await stock.press(drop, stock.aMember())))
    assert.deepEqual(await unpin(payment), { state: 'expired' })
    assert.ok(await stock.reserved(drop), 'its unit is free at once')
    assert.deepEqual(await unpin(payment), { state: 'expired' }, 'asked again')
    assert.deepEqual(await typesOf(held.reservationId), ['stock.reserved', 'stock.released'])
  })

  test('after a decline in time it is held until the instant that was promised, and may be paid again', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    const held = await stock.reserved(drop)
    const payment = aPayment(held)
    await pin(payment)
    clock.advance(400)
    assert.deepEqual(await unpin(payment), { state: 'held' })
    assert.deepEqual(await pin(payment), { refused: 'payment_in_flight' }, 'that attempt has ended')
    assert.deepEqual(await pin({ ...payment, attempt: 2 }), { state: 'pinned' })
    assert.deepEqual(await unpin(payment), { state: 'pinned' }, 'a late word of the first attempt')
    assert.deepEqual(await unpin({ ...payment, attempt: 2 }), { state: 'held' })
    clock.advance(599)
    await stock.run('stock.let_go')
    assert.equal(await stateOf(held), 'held')
    clock.advance(1)
    await stock.run('stock.let_go')
    assert.equal(await stateOf(held), 'expired')
  })

  test('that ends after its time ends the hold, though the clock was set back meanwhile', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    const held = await stock.reserved(drop)
    const payment = aPayment(held)
    await pin(payment)
    clock.advance(1_200)
    await stock.run('stock.let_go')
    clock.advance(-500)
    assert.deepEqual(await unpin(payment), { state: 'expired' })
    assert.deepEqual(await unitsOf(drop.dropId), { units: 1, reserved: 0, sold: 0 })
    clock.advance(500)
  })

  test('another payment has to wait, and has its turn when the first has ended', async () => {
    const held = await stock.reserved(await stock.aDrop())
    const [one, other] = [aPayment(held), aPayment(held)]
    await pin(one)
    assert.deepEqual(await pin(one), { state: 'pinned' }, 'asked again after a crash')
    assert.deepEqual(await pin(other), { refused: 'payment_in_flight' })
    assert.deepEqual(await unpin(other), { state: 'pinned' })
    await unpin(one)
    assert.deepEqual(await pin(other), { refused: 'payment_in_flight' }, 'it ended itself')
    assert.deepEqual(await pin({ ...other, attempt: 2 }), { state: 'pinned' })
  })

  test('pins once for one attempt asked twice at once, and its next attempt takes the pin', async () => {
    const drop = await stock.aDrop({ units: 60, limitPerMember: 1 })
    const pinned = { state: 'pinned' }
    for (let round = 0; round < 30; round++) {
      const payment = aPayment(await stock.reserved(drop))
      assert.deepEqual(await Promise.all([payment, payment].map(pin)), [pinned, pinned])
      const next = aPayment(await stock.reserved(drop))
      const [, later] = await Promise.all([pin(next), pin({ ...next, attempt: 2 })])
      assert.deepEqual(later, pinned)
    }
  })

  test('an attempt that ended before its pin arrived never pins, in this process or the next', async () => {
    const held = await stock.reserved(await stock.aDrop())
    const payment = aPayment(held, { attempt: 3 })
    assert.deepEqual(await unpin(payment), { state: 'held' })
    await stock.restart()
    for (const attempt of [1, 2, 3]) {
      assert.deepEqual(await pin({ ...payment, attempt }), { refused: 'payment_in_flight' })
    }
    assert.equal(await stateOf(held), 'held')
  })

  test('the reservation of somebody else, or of nobody, is not found', async () => {
    const held = await stock.reserved(await stock.aDrop())
    const payment = aPayment({ ...held, memberId: uuidv7(1) })
    assert.deepEqual(await pin(payment), { refused: 'not_found' })
    assert.deepEqual(await unpin(payment), { refused: 'not_found' })
    const { memberId, orderId } = held
    const find = (memberId: string) =>
      stock.calls.findReservation({ memberId, orderId }, fromService)
    assert.deepEqual(await find(uuidv7(1)), { refused: 'not_found' })
    const found = await find(memberId)
    assert.equal(isRefusal(found) ? null : found.reservationId, held.reservationId)
  })
})
