import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { aReservationsStory } from './a-reservations-story.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, pin, unpin, capture, aPayment } = stock
const { stateOf, release, unitsOf, announcedOf, told } = aReservationsStory(stock)

suite('The life of a reservation', () => {
  test('held, pinned by a payment, sold when its money came: in the rows, the ledger, the events', async () => {
    const drop = await stock.aDrop({ units: 10 })
    const held = await stock.reserved(drop, stock.aMember(), { quantity: 2 })
    const { reservationId, orderId, memberId } = held
    const { dropId } = drop
    const reservedAtMs = clock.nowMs()
    const payment = aPayment(held)
    clock.advance(10)
    assert.deepEqual(await pin(payment), { state: 'pinned' })
    assert.equal(await stateOf(held), 'pinned')
    assert.deepEqual(await unitsOf(dropId), { units: 10, reserved: 2, sold: 0 })
    clock.advance(10)
    await capture(payment)
    assert.equal(await stateOf(held), 'committed')
    assert.deepEqual(await unitsOf(dropId), { units: 10, reserved: 0, sold: 2 })
    assert.deepEqual(await told(dropId), ['reserved 1', 'committed 1'])
    const { paymentId } = payment
    const subject = { reservationId, orderId, memberId, dropId }
    const unitPrice = { amountMinor: 19_900, currency: 'KRW' }
    const options = { size: 'M' }
    const line = { skuId: drop.skuId, productId: drop.productId, title: 'Fine "Tee"', options }
    assert.deepEqual(await announcedOf(reservationId), [
      {
        type: 'stock.reserved',
        timeMs: reservedAtMs,
        data: {
          ...subject,
          position: 1,
          lines: [{ ...line, unitPrice, quantity: 2 }],
          total: { amountMinor: 39_800, currency: 'KRW' },
          reservedAtMs,
          expiresAtMs: reservedAtMs + 600_000,
        },
      },
      {
        type: 'stock.committed',
        timeMs: reservedAtMs + 20,
        data: { ...subject, paymentId, committedAtMs: reservedAtMs + 20 },
      },
    ])
  })

  test('what is sold stays sold: nothing that comes later takes it away, nor a restart', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000, closesInMs: 10_000 })
    const held = await stock.reserved(drop)
    const payment = aPayment(held)
    await pin(payment)
    await capture(payment)
    clock.advance(20_000)
    await stock.run('stock.let_go')
    await stock.restart()
    assert.equal(await release(held, held.member), 'reservation_ended')
    assert.deepEqual(await unpin(payment), { state: 'committed' })
    assert.deepEqual(await pin(aPayment(held)), { refused: 'reservation_ended' })
    assert.deepEqual(await pin({ ...payment, attempt: 2 }), { refused: 'reservation_ended' })
    assert.equal(await stateOf(held), 'committed')
    assert.deepEqual(await unitsOf(drop.dropId), { units: 1, reserved: 0, sold: 1 })
  })

  test('its member lets it go: the unit is free, once; nobody else can, nor while it is being paid', async () => {
    const drop = await stock.aDrop({ units: 3 })
    const held = await stock.reserved(drop, stock.aMember(), { quantity: 2 })
    const { reservationId, member } = held
    assert.equal(await release(held), 'not_found')
    const payment = aPayment(held)
    await pin(payment)
    assert.equal(await release(held, member), 'reservation_pinned')
    await unpin(payment)
    assert.equal(await release(held, member), 'released')
    assert.equal(await release(held, member), 'reservation_ended')
    assert.equal(await stateOf(held), 'released')
    assert.deepEqual(await unitsOf(drop.dropId), { units: 3, reserved: 0, sold: 0 })
    assert.deepEqual(await told(drop.dropId), ['reserved 1', 'released 1'])
    const [, released] = await announcedOf(reservationId)
    assert.equal(released?.data.reason, 'cancelled')
    assert.deepEqual(await pin(aPayment(held)), { refused: 'reservation_ended' })
  })

  test('unpaid it expires at its time, not a millisecond before, and says why', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    const held = await stock.reserved(drop)
    clock.advance(999)
    await stock.run('stock.let_go')
    assert.equal(await stateOf(held), 'held')
    clock.advance(1)
    await stock.run('stock.let_go')
    assert.equal(await stateOf(held), 'expired')
    await stock.run('stock.let_go')
    assert.deepEqual(await unitsOf(drop.dropId), { units: 1, reserved: 0, sold: 0 })
    assert.deepEqual(await told(drop.dropId), ['reserved 1', 'expired 1'])
    const [, released, ...more] = await announcedOf(held.reservationId)
    assert.deepEqual([released?.data.reason, more], ['expired', []])
    assert.equal(await release(held, held.member), 'reservation_ended')
    assert.deepEqual(await pin(aPayment(held)), { refused: 'reservation_expired' })
  })

  test('let go too late it has expired, whoever asks first', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    const [late, paying] = [await stock.reserved(drop), stock.aMember()]
    clock.advance(1_000)
    assert.deepEqual(await pin(aPayment(late)), { refused: 'reservation_expired' })
    assert.equal(await release(late, late.member), 'reservation_ended')
    assert.equal(await stateOf(late), 'expired')
    assert.ok(await stock.reserved(drop, paying))
  })

  test('many holds run out over many transactions, and none is forgotten', async () => {
    const drop = await stock.aDrop({ units: 1_100, holdMs: 1_000 })
    await Promise.all(Array.from({ length: 1_024 }, () => stock.press(drop, stock.aMember())))
    clock.advance(1_000)
    await stock.run('stock.let_go')
    assert.deepEqual(await unitsOf(drop.dropId), { units: 1_100, reserved: 0, sold: 0 })
    assert.equal(
      (await told(drop.dropId)).filter(entry => entry.startsWith('expired')).length,
      1_024,
    )
  })
})
