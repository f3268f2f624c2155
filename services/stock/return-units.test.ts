import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7, uuidv8 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, ids, aPayment } = stock

type Held = { readonly orderId: string; readonly memberId: string; readonly reservationId: string }

const paid = async <H extends Held>(held: H): Promise<H> => {
  const payment = aPayment(held)
  await stock.pin(payment)
  await stock.capture(payment)
  return held
}
const bought = async (...given: Parameters<typeof stock.reserved>) =>
  paid(await stock.reserved(...given))
const wordOf = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')
const cancel = async ({ memberId, orderId }: Held) =>
  wordOf(await stock.calls.releaseSold({ memberId, orderId }, fromService))
const giveBack = async (
  { memberId, orderId }: Held,
  skuId: string,
  { quantity = 1, returnId = ids.next() } = {},
) => {
  const request = { returnId, memberId, orderId, lines: [{ skuId, quantity }] }
  return wordOf(await stock.calls.returnUnits(request, fromService))
}
const freeOf = async (dropId: string) => {
  const drop = await stock.database.read.readDrop({ dropId })
  assert(drop !== null)
  return drop.units - drop.reserved - drop.sold
}
const availableOf = async (skuId: string) => {
  const answer = await stock.calls.readSkus({ skuIds: [skuId] }, fromService)
  return isRefusal(answer) ? -1 : answer.skus[0]?.available
}
const told = async (dropId: string) =>
  (await stock.ledger(dropId))
    .slice(1)
    .map(({ kind, position, quantity }) => [kind, position, quantity])

suite('A paid order that is cancelled', () => {
  test('gives its units back to the open drop once, and frees the member’s limit', async () => {
    const drop = await stock.aDrop({ units: 2, limitPerMember: 2 })
    const member = stock.aMember()
    const held = await bought(drop, member, { quantity: 2 })
    assert.equal(await freeOf(drop.dropId), 0)
    assert.deepEqual(await Promise.all([cancel(held), cancel(held)]), ['done', 'done'])
    assert.equal(await freeOf(drop.dropId), 2)
    assert.deepEqual(
      (await told(drop.dropId)).map(([kind]) => kind),
      ['reserved', 'committed', 'released'],
    )
    const events = (await stock.announced()).filter(row => row.subject === held.reservationId)
    assert.deepEqual(
      events.map(({ type, data }) => [type, data.reason]),
      [
        ['stock.reserved', undefined],
        ['stock.committed', undefined],
        ['stock.released', 'cancelled'],
      ],
    )
    await stock.reserved(drop, member, { quantity: 2, key: 'again' })
  })

  test('knows its capture, should that be told again', async () => {
    const drop = await stock.aDrop({ units: 1 })
    const held = await stock.reserved(drop)
    const payment = aPayment(held)
    await stock.pin(payment)
    await stock.capture(payment)
    await cancel(held)
    await stock.capture(payment)
    assert.equal(await freeOf(drop.dropId), 1)
    const refused = (await stock.announced()).filter(row => row.subject === payment.paymentId)
    assert.deepEqual(refused, [])
  })

  test('gives its units to the SKU where the drop is over', async () => {
    const drop = await stock.aDrop({ units: 3, closesInMs: 5_000 })
    const held = await bought(drop)
    clock.advance(6_000)
    await stock.run('stock.let_go')
    assert.equal(await availableOf(drop.skuId), 2)
    assert.equal(await cancel(held), 'done')
    assert.equal(await availableOf(drop.skuId), 3)
  })

  test('is no way to end what was not paid, or is not there', async () => {
    const drop = await stock.aDrop()
    const held = await stock.reserved(drop)
    assert.equal(await cancel(held), 'illegal_transition')
    assert.equal(await cancel({ ...held, memberId: uuidv7(1) }), 'not_found')
  })
})

suite('Units that are returned', () => {
  test('are for sale again, but not to who has had their share', async () => {
    const drop = await stock.aDrop({ units: 2, limitPerMember: 2 })
    const member = stock.aMember()
    const held = await bought(drop, member, { quantity: 2 })
    const returnId = ids.next()
    assert.equal(await giveBack(held, drop.skuId, { returnId }), 'done')
    assert.equal(await giveBack(held, drop.skuId, { returnId }), 'done')
    assert.equal(await freeOf(drop.dropId), 1, 'once')
    assert.deepEqual((await told(drop.dropId)).at(-1), ['returned', 1, 1])
    const again = await stock.press(drop, member, { key: 'again' })
    assert.equal(isRefusal(again) && again.refused, 'limit_exceeded')
    await stock.reserved(drop)
  })

  test('are never more than were bought, and none of a cancelled order', async () => {
    const drop = await stock.aDrop({ units: 5, limitPerMember: 5 })
    const held = await bought(drop, stock.aMember(), { quantity: 2 })
    const answers = await Promise.all([1, 2, 3].map(() => giveBack(held, drop.skuId)))
    assert.deepEqual(answers.toSorted(), ['done', 'done', 'illegal_transition'])
    assert.equal(await freeOf(drop.dropId), 5)
    const other = await bought(drop)
    await cancel(other)
    assert.equal(await giveBack(other, drop.skuId), 'illegal_transition')
  })

  test('of a regular order go back to their SKUs, line by line', async () => {
    const skuIds = [
      await stock.aSku({ units: 5, kind: 'regular' }),
      await stock.aSku({ units: 5, kind: 'regular' }),
    ]
    const memberId = uuidv7(1)
    const held = await stock.calls.reserveLines(
      {
        ...{ reservationId: uuidv8('order', ids.next()), memberId, holdMs: 60_000 },
        lines: skuIds.map(skuId => ({
          ...{ skuId, quantity: 3, unitPrice: { amountMinor: 100, currency: 'KRW' } },
        })),
      },
      fromService,
    )
    assert(!isRefusal(held))
    await paid(held)
    const [tee = '', cap = ''] = skuIds
    assert.equal(await giveBack(held, tee, { quantity: 2 }), 'done')
    assert.equal(await giveBack(held, tee, { quantity: 2 }), 'illegal_transition')
    assert.deepEqual([await availableOf(tee), await availableOf(cap)], [4, 2])
  })
})
