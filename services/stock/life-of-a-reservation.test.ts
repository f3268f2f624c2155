import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { CallContext } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, pin, unpin, capture, aPayment } = stock

type Held = Awaited<ReturnType<typeof stock.reserved>>

const stateOf = async ({ reservationId, member }: Pick<Held, 'reservationId' | 'member'>) => {
  const reservation = await stock.calls.readReservation({ reservationId }, member)
  return isRefusal(reservation) ? reservation.refused : reservation.state
}
const release = async (
  { reservationId }: Pick<Held, 'reservationId'>,
  member: CallContext = stock.aMember(),
) => {
  const answer = await stock.calls.releaseReservation({ reservationId }, member)
  return answer === null ? 'released' : answer.refused
}
const unitsOf = async (dropId: string) => {
  const drop = await stock.database.read.readDrop({ dropId })
  assert(drop !== null)
  return { units: drop.units, reserved: drop.reserved, sold: drop.sold }
}
/** What was announced of a subject, in its order. */
const announcedOf = async (subject: string) =>
  (await stock.announced())
    .filter(row => row.subject === subject)
    .map(({ type, data, timeMs }) => ({ type, data, timeMs }))
const typesOf = async (subject: string) => (await announcedOf(subject)).map(({ type }) => type)
/** The ledger in short, without its plan: `reserved 1`, `expired 1`. */
const told = async (dropId: string) =>
  (await stock.ledger(dropId)).slice(1).map(({ kind, position }) => `${kind} ${position}`)

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
