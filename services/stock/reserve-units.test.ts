import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { aStock } from './a-stock.ts'
import { auditReceipt } from './a-stock-audit.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, press } = stock

const codeOf = (answer: object) =>
  isRefusal(answer) ? answer.refused : `position ${(answer as { position: number }).position}`

suite('Reserving', () => {
  test('who is first gets the first position, and says what was promised and until when', async () => {
    const drop = await stock.aDrop({ holdMs: 90_000, amountMinor: 12_300 })
    const {
      receipt,
      text: _,
      ...answer
    } = await stock.reserved(drop, stock.aMember(), {
      quantity: 2,
    })
    const { reservationId, orderId, memberId, member, ...rest } = answer
    assert.deepEqual(rest, {
      dropId: drop.dropId,
      position: 1,
      quantity: 2,
      unitPrice: { amountMinor: 12_300, currency: 'KRW' },
      total: { amountMinor: 24_600, currency: 'KRW' },
      expiresAtMs: clock.nowMs() + 90_000,
    })
    const { head: __, ...proof } = receipt
    assert.deepEqual(proof.entry, {
      ...{ index: 1, dropId: drop.dropId, kind: 'reserved', atMs: clock.nowMs() },
      ...{ position: 1, quantity: 2, member: proof.entry.member },
    })
    assert.ok(!JSON.stringify(receipt).includes(memberId), 'the receipt does not tell who it is')
    assert.deepEqual(await stock.calls.readReservation({ reservationId }, member), {
      ...{ reservationId, orderId, state: 'held', receipt },
      ...{ total: rest.total, expiresAtMs: rest.expiresAtMs, dropId: drop.dropId, position: 1 },
      lines: [
        {
          ...{ skuId: drop.skuId, productId: drop.productId, title: 'Fine "Tee"' },
          ...{ options: { size: 'M' }, quantity: 2, unitPrice: rest.unitPrice },
        },
      ],
    })
  })

  test('what a member holds is told with each batch, whatever was held before it', async () => {
    const { dropId } = await stock.aDrop({ limitPerMember: 5 })
    const memberId = uuidv7(1)
    const claim = (quantity: number) =>
      stock.database.write.reserveUnits({
        dropId,
        claims: [{ reservationId: uuidv7(clock.nowMs()), memberId, quantity }],
      })
    assert.deepEqual((await claim(2)).changes.taken, [{ dropId, memberId, units: 2 }])
    assert.deepEqual((await claim(3)).changes.taken, [{ dropId, memberId, units: 5 }])
  })

  test('those who press in one moment get the places in the order in which they came', async () => {
    const drop = await stock.aDrop({ units: 700 })
    const answers = await Promise.all(
      Array.from({ length: 800 }, () => press(drop, stock.aMember())),
    )
    assert.deepEqual(
      answers.map(codeOf),
      Array.from({ length: 800 }, (_, at) => (at < 700 ? `position ${at + 1}` : 'sold_out')),
    )
    const { remaining, state } = await readDrop(drop.dropId)
    assert.deepEqual([remaining, state], [0, 'sold_out'])
  })

  test('every receipt proves its place, whether its batch was one or many', async () => {
    const drop = await stock.aDrop({ units: 600 })
    for (const size of [1, 2, 3, 7, 64, 255, 256]) {
      const batch = Array.from({ length: size }, () => stock.reserved(drop))
      for (const { receipt, position } of await Promise.all(batch)) {
        auditReceipt(receipt, stock.keysByKid)
        assert.equal(receipt.entry.position, position)
        assert.equal(receipt.entry.kind, 'reserved')
      }
    }
  })

  test('a key again gives the same answer, word for word: at once, later, sold out, closed, after a restart', async () => {
    const drop = await stock.aDrop({ units: 5, closesInMs: 10_000, holdMs: 5_000 })
    const crowd = Array.from({ length: 5 }, () => stock.aMember())
    const firsts = await Promise.all(crowd.map(member => press(drop, member)))
    const repeats = () => Promise.all(crowd.map(member => press(drop, member)))
    assert.deepEqual(await repeats(), firsts)
    await stock.reserved(await stock.aDrop())
    await stock.calls.pauseDrop({ dropId: drop.dropId }, stock.merchant)
    assert.deepEqual(await repeats(), firsts)
    await stock.restart()
    assert.deepEqual(await repeats(), firsts)
    clock.advance(5_000)
    assert.deepEqual(await repeats(), firsts)
    clock.advance(5_000)
    assert.deepEqual(await repeats(), firsts)
    await stock.restart()
    assert.deepEqual(await repeats(), firsts)
  })

  test('twenty clicks with one key are one reservation, even in one moment', async () => {
    const drop = await stock.aDrop({ units: 5, limitPerMember: 5 })
    const member = stock.aMember()
    const answers = await Promise.all(Array.from({ length: 20 }, () => press(drop, member)))
    assert.equal(new Set(answers.map(answer => JSON.stringify(answer))).size, 1)
    assert.equal((await readDrop(drop.dropId)).remaining, 4)
  })

  test('a key with another quantity is a conflict; the key of another member, or drop, is another key', async () => {
    const drop = await stock.aDrop()
    const [ann, bob] = [stock.aMember(), stock.aMember()]
    assert.equal(codeOf(await press(drop, ann, { quantity: 2 })), 'position 1')
    assert.equal(codeOf(await press(drop, ann, { quantity: 1 })), 'idempotency_conflict')
    assert.equal(codeOf(await press(drop, bob, { quantity: 1 })), 'position 2')
    assert.equal(codeOf(await press(await stock.aDrop(), ann, { quantity: 1 })), 'position 1')
  })

  test('a refusal leaves no trace: the same key may try again', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    const [ann, bob] = [stock.aMember(), stock.aMember()]
    await press(drop, ann)
    assert.equal(codeOf(await press(drop, bob)), 'sold_out')
    clock.advance(1_000)
    assert.equal(codeOf(await press(drop, bob)), 'position 2')
  })

  test('too early it is not open, and says when and what time it is, though nobody looked at it', async () => {
    const drop = await stock.aDrop({ opensInMs: 500 })
    await stock.restart()
    assert.deepEqual(await press(drop, stock.aMember()), {
      refused: 'drop_not_open',
      details: { opensAtMs: drop.opensAtMs, serverTimeMs: clock.nowMs() },
    })
    clock.advance(499)
    assert.equal(codeOf(await press(drop, stock.aMember())), 'drop_not_open')
    clock.advance(1)
    assert.equal(codeOf(await press(drop, stock.aMember())), 'position 1')
  })

  test('from the instant of its closing it has ended, for those at the door and for those inside', async () => {
    const drop = await stock.aDrop({ closesInMs: 500 })
    clock.advance(499)
    const last = press(drop, stock.aMember())
    assert.equal(codeOf(await last), 'position 1')
    clock.advance(1)
    assert.equal(codeOf(await press(drop, stock.aMember())), 'drop_ended')
    // Admitted a moment before, decided at the instant: what the gate said counts for nothing.
    const claim = { reservationId: uuidv7(1), memberId: uuidv7(2), quantity: 1 }
    const { dropId } = drop
    const { answers } = await stock.database.write.reserveUnits({ dropId, claims: [claim] })
    assert.deepEqual(answers, [{ outcome: 'drop_ended' }])
  })

  test('a drop that is nowhere is unknown', async () => {
    assert.deepEqual(await press({ dropId: uuidv7(0) }, stock.aMember()), {
      refused: 'drop_unknown',
    })
  })

  test('what is asked for must fit: the last units go to the smaller wish behind it', async () => {
    const drop = await stock.aDrop({ units: 3, limitPerMember: 9 })
    const wishes = [2, 2, 1, 1].map(quantity => press(drop, stock.aMember(), { quantity }))
    assert.deepEqual((await Promise.all(wishes)).map(codeOf), [
      ...['position 1', 'sold_out', 'position 2', 'sold_out'],
    ])
  })

  test('what is decided when nobody waits for it any more takes nothing, and the key is free', async () => {
    const drop = await stock.aDrop({ units: 1 })
    const member = stock.aMember()
    const late = { ...member, untilMs: clock.nowMs() - 1 }
    assert.equal(codeOf(await press(drop, late)), 'try_again')
    assert.equal((await readDrop(drop.dropId)).remaining, 1)
    assert.equal(codeOf(await press(drop, { ...member, untilMs: clock.nowMs() })), 'position 1')
  })

  test('a clock that jumps back moves no decision back', async () => {
    const drop = await stock.aDrop({ opensInMs: 1_000, closesInMs: 60_000 })
    clock.advance(1_500)
    const first = await stock.reserved(drop)
    const atMs = clock.nowMs()
    clock.set(atMs - 400)
    const second = await stock.reserved(drop)
    assert.equal(second.receipt.entry.atMs, first.receipt.entry.atMs)
    assert.equal(second.expiresAtMs, first.expiresAtMs)
    clock.set(atMs)
  })
})

suite('The limit per member', () => {
  test('counts holds and paid units together; releasing and expiring free it, paying does not', async () => {
    const drop = await stock.aDrop({ units: 100, limitPerMember: 2, holdMs: 1_000 })
    const ann = stock.aMember()
    const press = async (key: string, quantity = 1) =>
      codeOf(await stock.press(drop, ann, { key, quantity }))
    assert.equal(await press('three', 3), 'limit_exceeded')
    const first = await stock.reserved(drop, ann, { key: 'a' })
    const second = await stock.reserved(drop, ann, { key: 'b' })
    assert.equal(await press('c'), 'limit_exceeded')
    await stock.calls.releaseReservation({ reservationId: first.reservationId }, ann)
    const third = await stock.reserved(drop, ann, { key: 'c' })
    assert.equal(await press('d'), 'limit_exceeded')
    const payment = stock.aPayment(second)
    await stock.pin(payment)
    await stock.capture(payment)
    assert.equal(await press('d'), 'limit_exceeded')
    clock.advance(1_000)
    assert.equal(await press('d', 2), 'limit_exceeded', 'one is paid')
    assert.equal(await press('e'), 'position 4', `${third.position} has run out`)
    assert.equal(await press('f'), 'limit_exceeded')
    await stock.restart()
    assert.equal(await press('f'), 'limit_exceeded')
  })

  test('holds over twenty keys in one moment', async () => {
    const drop = await stock.aDrop({ units: 100, limitPerMember: 3 })
    const ann = stock.aMember()
    const clicks = Array.from({ length: 20 }, (_, at) => stock.press(drop, ann, { key: `${at}` }))
    const codes = (await Promise.all(clicks)).map(codeOf)
    assert.deepEqual(codes.slice(0, 3), ['position 1', 'position 2', 'position 3'])
    assert.deepEqual(new Set(codes.slice(3)), new Set(['limit_exceeded']))
  })
})

suite('What is due is let go before anybody is refused', () => {
  test('the unit of a hold whose time is up goes to who presses then, timer or not', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    await stock.reserved(drop)
    clock.advance(999)
    assert.equal(codeOf(await press(drop, stock.aMember())), 'sold_out')
    clock.advance(1)
    const next = await stock.reserved(drop)
    auditReceipt(next.receipt, stock.keysByKid)
    assert.deepEqual([next.position, next.receipt.entry.position], [2, 2])
    const { text } = next
    const again = await press(drop, next.member)
    assert.equal('text' in again && again.text, text)
  })

  test('a hold that was pinned meanwhile ends at its time too, once its payment was declined', async () => {
    const drop = await stock.aDrop({ units: 2, holdMs: 1_000 })
    const [declined, other] = await Promise.all([stock.reserved(drop), stock.reserved(drop)])
    const payment = stock.aPayment(declined)
    await stock.pin(payment)
    clock.advance(500)
    await stock.calls.releaseReservation({ reservationId: other.reservationId }, other.member)
    await stock.reserved(drop)
    await stock.unpin(payment)
    assert.equal(codeOf(await press(drop, stock.aMember())), 'sold_out')
    clock.advance(500)
    assert.equal(codeOf(await press(drop, stock.aMember())), 'position 4')
  })

  test('of thousands that are due at once none keeps a unit from who presses, nor a limit', async () => {
    const drop = await stock.aDrop({ units: 1_200, holdMs: 1_000, limitPerMember: 1_000 })
    const crowd = Array.from({ length: 1_199 }, () => stock.aMember())
    await Promise.all(crowd.slice(0, 800).map(member => press(drop, member)))
    await Promise.all(crowd.slice(800).map(member => press(drop, member)))
    clock.advance(1_000)
    const [last] = crowd.slice(-1)
    assert.ok(last)
    assert.equal(
      codeOf(await press(drop, last, { key: 'again', quantity: 1_000 })),
      'position 1200',
    )
    const { remaining } = await readDrop(drop.dropId)
    assert.equal(remaining, 200)
  })

  test('where nothing is due any more the door is shut again: refusals cost no transaction', async () => {
    const drop = await stock.aDrop({ units: 1, holdMs: 1_000 })
    const pinned = await stock.reserved(drop)
    const payment = stock.aPayment(pinned)
    await stock.pin(payment)
    clock.advance(1_000)
    assert.equal(codeOf(await press(drop, stock.aMember())), 'sold_out')
    const { version } = await recordOf(drop.dropId)
    for (let at = 0; at < 20; at++) {
      assert.equal(codeOf(await press(drop, stock.aMember())), 'sold_out')
    }
    assert.equal((await recordOf(drop.dropId)).version, version)
    await stock.capture(payment)
  })
})

async function readDrop(dropId: string) {
  const drop = await stock.calls.readDrop({ dropId }, stock.merchant)
  assert(!isRefusal(drop))
  return drop
}

async function recordOf(dropId: string) {
  const record = await stock.database.read.readDrop({ dropId })
  assert(record !== null)
  return record
}
