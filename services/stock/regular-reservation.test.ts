import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { CallContext } from '#contracts/operation.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7, uuidv8 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, aPayment } = stock

type Line = { readonly skuId: string; readonly quantity?: number; readonly amountMinor?: number }

const order = (
  lines: readonly Line[],
  {
    memberId = uuidv7(1),
    key = uuidv7(2),
    holdMs = 1_000,
    context = fromService as CallContext,
  } = {},
) =>
  stock.calls.reserveLines(
    {
      ...{ reservationId: uuidv8('order', memberId, key), memberId, holdMs },
      lines: lines.map(({ skuId, quantity = 1, amountMinor = 100 }) => ({
        ...{ skuId, quantity, unitPrice: { amountMinor, currency: 'KRW' } },
      })),
    },
    context,
  )
const ordered = async (...given: Parameters<typeof order>) => {
  const answer = await order(...given)
  assert(!isRefusal(answer), `it was refused: ${JSON.stringify(answer)}`)
  return answer
}
const aSku = (units: number) => stock.aSku({ units, kind: 'regular' })
const available = async (...skuIds: readonly string[]) => {
  const answer = await stock.calls.readSkus({ skuIds: [...skuIds] }, fromService)
  return isRefusal(answer) ? [] : answer.skus.map(sku => sku.available)
}
const announcedOf = async (subject: string) =>
  (await stock.announced())
    .filter(row => row.subject === subject)
    .map(({ type, data }) => ({ type, data }))

suite('A regular order', () => {
  test('takes nothing when nobody waits for it any more', async () => {
    const tee = await aSku(1)
    const who = { memberId: uuidv7(1), key: uuidv7(2) }
    const late = { ...who, context: { caller: null, untilMs: clock.nowMs() - 1 } }
    const inTime = { ...who, context: { caller: null, untilMs: clock.nowMs() } }
    assert.deepEqual(await order([{ skuId: tee }], late), {
      ...{ refused: 'try_again', details: { retryAfterSeconds: 1 } },
    })
    assert.deepEqual(await available(tee), [1])
    const first = await ordered([{ skuId: tee }], inTime)
    assert.deepEqual(await ordered([{ skuId: tee }], late), first)
  })

  test('takes every line, at the price it was told, and says so', async () => {
    const [tee, cap] = [await aSku(5), await aSku(3)]
    const reserved = await ordered([
      { skuId: tee, quantity: 2, amountMinor: 700 },
      { skuId: cap, amountMinor: 1_000 },
    ])
    assert.deepEqual(await available(tee, cap), [3, 2])
    const { reservationId, memberId, lines, total } = reserved
    assert.deepEqual(
      new Map(lines.map(({ skuId, quantity, unitPrice }) => [skuId, [quantity, unitPrice]])),
      new Map([
        [tee, [2, { amountMinor: 700, currency: 'KRW' }]],
        [cap, [1, { amountMinor: 1_000, currency: 'KRW' }]],
      ]),
    )
    const rest = { total: { amountMinor: 2_400, currency: 'KRW' }, dropId: null, position: null }
    const instants = { reservedAtMs: clock.nowMs(), expiresAtMs: clock.nowMs() + 1_000 }
    const orderId = orderIdOf(reservationId)
    const record = { reservationId, orderId, memberId, state: 'held', lines, version: 1 }
    assert.deepEqual(reserved, { ...record, ...rest, ...instants })
    const subject = { reservationId, orderId, memberId, dropId: null, position: null }
    assert.deepEqual(await announcedOf(reservationId), [
      { type: 'stock.reserved', data: { ...subject, lines, total, ...instants } },
    ])
  })

  test('takes all lines or none, and names every one that is short', async () => {
    const [tee, cap, bag] = [await aSku(5), await aSku(1), await aSku(0)]
    const answer = await order([{ skuId: bag }, { skuId: tee }, { skuId: cap, quantity: 2 }])
    assert.deepEqual(answer, {
      refused: 'sold_out',
      details: { skuIds: [cap, bag].toSorted() },
    })
    assert.deepEqual(await available(tee, cap, bag), [5, 1, 0])
  })

  test('does not get what is sold by drops only, nor what nobody knows', async () => {
    const [tee, drop, nowhere] = [await aSku(5), await stock.aSku({ units: 5 }), uuidv7(0)]
    assert.deepEqual(await order([{ skuId: tee }, { skuId: drop }]), {
      refused: 'drop_only',
      details: { skuIds: [drop] },
    })
    assert.deepEqual(await order([{ skuId: drop }, { skuId: nowhere }]), {
      refused: 'not_found',
      details: { skuIds: [nowhere] },
    })
    assert.deepEqual(await available(tee, drop), [5, 5])
  })

  test('asked again it is the same, whatever became of it; refused it may try again', async () => {
    const tee = await aSku(1)
    const [ann, bob] = [
      { memberId: uuidv7(1), key: 'a' },
      { memberId: uuidv7(2), key: 'b' },
    ]
    const first = await ordered([{ skuId: tee }], ann)
    assert.deepEqual(await order([{ skuId: tee }], ann), first)
    assert.ok(isRefusal(await order([{ skuId: tee }], bob)))
    clock.advance(1_000)
    await stock.run('stock.let_go')
    assert.deepEqual(await order([{ skuId: tee }], ann), { ...first, state: 'expired', version: 2 })
    assert.equal((await ordered([{ skuId: tee }], bob)).state, 'held')
    assert.equal((await announcedOf(first.reservationId)).length, 2)
  })

  test('twice the same SKU in one order counts together', async () => {
    const tee = await aSku(3)
    assert.deepEqual(
      await order([
        { skuId: tee, quantity: 2 },
        { skuId: tee, quantity: 2 },
      ]),
      {
        refused: 'sold_out',
        details: { skuIds: [tee] },
      },
    )
    await ordered([{ skuId: tee, quantity: 2 }, { skuId: tee }])
    assert.deepEqual(await available(tee), [0])
  })

  test('crossing orders of several SKUs: each unit once, none stuck', async () => {
    const skus = await Promise.all([1, 2, 3, 4].map(() => aSku(20)))
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, at) => {
        const [one, other] = [skus[at % 4], skus[(at * 3 + 1) % 4]]
        assert(one !== undefined && other !== undefined)
        return order(one === other ? [{ skuId: one }] : [{ skuId: one }, { skuId: other }])
      }),
    )
    const taken = answers.flatMap(answer => (isRefusal(answer) ? [] : answer.lines))
    for (const skuId of skus) {
      const units = taken.filter(line => line.skuId === skuId).length
      assert.deepEqual(await available(skuId), [20 - units])
    }
    await stock.audit()
  })
})

suite('A regular hold', () => {
  test('expires at its time, with all its lines, and says why', async () => {
    const [tee, cap] = [await aSku(5), await aSku(5)]
    const held = await ordered([{ skuId: tee, quantity: 2 }, { skuId: cap }])
    clock.advance(999)
    await stock.run('stock.let_go')
    assert.deepEqual(await available(tee, cap), [3, 4])
    clock.advance(1)
    await stock.run('stock.let_go')
    assert.deepEqual(await available(tee, cap), [5, 5])
    const [, released] = await announcedOf(held.reservationId)
    assert.deepEqual(released?.data, {
      ...{ reservationId: held.reservationId, orderId: held.orderId, memberId: held.memberId },
      ...{ dropId: null, reason: 'expired', releasedAtMs: clock.nowMs() },
    })
  })

  test('whose time is up keeps nothing from who orders then, timer or not', async () => {
    const [tee, cap] = [await aSku(1), await aSku(1)]
    await ordered([{ skuId: tee }, { skuId: cap }])
    clock.advance(1_000)
    assert.ok(!isRefusal(await order([{ skuId: cap }])))
    assert.deepEqual(await available(tee, cap), [1, 0])
  })

  test('is let go by its member; paid it is sold; declined late it expires', async () => {
    const tee = await aSku(9)
    const member = stock.aMember()
    const { memberId } = member
    const [released, paid, declined] = [
      await ordered([{ skuId: tee, quantity: 2 }], { memberId }),
      await ordered([{ skuId: tee, quantity: 3 }], { memberId }),
      await ordered([{ skuId: tee }], { memberId }),
    ]
    const { reservationId } = released
    assert.equal(await stock.calls.releaseReservation({ reservationId }, member), null)
    assert.deepEqual(await available(tee), [5])
    const [payment, lost] = [aPayment(paid), aPayment(declined)]
    await stock.pin(payment)
    await stock.pin(lost)
    clock.advance(1_000)
    await stock.run('stock.let_go')
    await stock.capture(payment, aPayment(released))
    assert.deepEqual(await stock.unpin(lost), { state: 'expired' })
    assert.deepEqual(await available(tee), [6])
    const { skus } = await stock.database.read.readRows(null)
    const { units, reserved, sold } = skus.find(sku => sku.sku_id === tee) ?? {}
    assert.deepEqual({ units, reserved, sold }, { units: 9, reserved: 0, sold: 3 })
    const seen = await stock.calls.readReservation({ reservationId: paid.reservationId }, member)
    assert(!isRefusal(seen))
    assert.deepEqual(
      [seen.state, seen.lines, Object.keys(seen).includes('receipt')],
      ['committed', paid.lines, false],
    )
  })

  test('that was pinned over its time ends, though the clock was set back before the decline', async () => {
    const sku = await aSku(1)
    const held = await ordered([{ skuId: sku, amountMinor: 700 }])
    const payment = stock.aPayment(held)
    await stock.pin(payment)
    clock.advance(1_200)
    await stock.run('stock.let_go')
    clock.advance(-500)
    await stock.unpin(payment)
    clock.advance(500)
    await stock.run('stock.let_go')
    assert.deepEqual(await available(sku), [1])
  })

  test('units that are held or sold go to no drop, and to no shelf', async () => {
    const tee = await aSku(5)
    await ordered([{ skuId: tee, quantity: 2 }])
    const payment = aPayment(await ordered([{ skuId: tee }]))
    await stock.pin(payment)
    await stock.capture(payment)
    const instants = { opensAtMs: clock.nowMs(), closesAtMs: clock.nowMs() + 1_000 }
    const price = { amountMinor: 1, currency: 'KRW' }
    const plan = { skuId: tee, units: 3, price, limitPerMember: 1, ...instants }
    assert.deepEqual(await stock.calls.planDrop(plan, stock.merchant), {
      refused: 'stock_insufficient',
    })
    const adjust = { skuId: tee, delta: -3, reason: 'lost' }
    assert.deepEqual(await stock.calls.adjustSku(adjust, stock.merchant), {
      refused: 'stock_insufficient',
    })
    assert.ok(!isRefusal(await stock.calls.planDrop({ ...plan, units: 2 }, stock.merchant)))
  })

  test('very many run out over several transactions, none is forgotten', async () => {
    const tee = await aSku(1_000)
    await Promise.all(Array.from({ length: 450 }, () => ordered([{ skuId: tee }])))
    clock.advance(1_000)
    await stock.run('stock.let_go')
    assert.deepEqual(await available(tee), [1_000])
  })
})
