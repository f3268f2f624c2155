import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isRefusal, refuse } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { calls, clock, merchant } = stock

const keyed = (key: string) => ({ ...merchant, idempotencyKey: key })
const plan = (skuId: string, units: number) => ({
  ...{ skuId, units, price: { amountMinor: 1, currency: 'KRW' }, limitPerMember: 1 },
  ...{ opensAtMs: clock.nowMs() + 1, closesAtMs: clock.nowMs() + 1_000_000 },
})
async function availableOf(skuId: string): Promise<number | undefined> {
  const answer = await calls.readSkus({ skuIds: [skuId] }, fromService)
  assert(!isRefusal(answer))
  return answer.skus[0]?.available
}
const told = (answer: unknown) => (isRefusal(answer) ? answer.refused : JSON.stringify(answer))

suite('What a merchant presses twice with one key happens once', () => {
  test('a drop is planned once, and told in the same words later', async () => {
    const skuId = await stock.aSku({ units: 10 })
    const asked = plan(skuId, 4)
    const first = await calls.planDrop(asked, keyed('plan'))
    clock.advance(500)
    const { price, ...rest } = asked
    assert.deepEqual(told(await calls.planDrop({ price, ...rest }, keyed('plan'))), told(first))
    assert.equal(await availableOf(skuId), 6)
    const other = { ...asked, units: 5 }
    assert.deepEqual(await calls.planDrop(other, keyed('plan')), refuse('idempotency_conflict'))
    assert.equal(await availableOf(skuId), 6)
  })

  test('at the same instant too, also where the first press took the last units', async () => {
    const skuId = await stock.aSku({ units: 6 })
    const asked = plan(skuId, 6)
    const answers = await Promise.all([1, 2, 3].map(() => calls.planDrop(asked, keyed('at once'))))
    assert.equal(new Set(answers.map(told)).size, 1)
    assert(!isRefusal(answers[0]))
    assert.equal(await availableOf(skuId), 0)
    const later = await calls.planDrop(asked, keyed('later'))
    assert.equal(told(later), 'stock_insufficient')
  })

  test('units are moved once', async () => {
    const { dropId, skuId } = await stock.aDrop({ units: 3, stock: 10 })
    const more = { dropId, delta: 2, reason: 'more came' }
    const moved = await calls.changeDropUnits(more, keyed('more'))
    await calls.pauseDrop({ dropId }, merchant)
    assert.equal(told(await calls.changeDropUnits(more, keyed('more'))), told(moved))
    assert.equal(await availableOf(skuId), 5)
    const other = { ...more, delta: 3 }
    assert.equal(told(await calls.changeDropUnits(other, keyed('more'))), 'idempotency_conflict')
    await calls.closeDrop({ dropId }, merchant)
    assert.equal(told(await calls.changeDropUnits(more, keyed('more'))), told(moved))
  })

  test('units are adjusted once, and the list tells it once', async () => {
    const skuId = await stock.aSku({ units: 5 })
    const asked = { skuId, delta: 3, reason: 'counted again' }
    assert.deepEqual(await calls.adjustSku(asked, keyed('count')), { skuId, available: 8 })
    await calls.adjustSku({ ...asked, delta: 1 }, keyed('another'))
    assert.deepEqual(await calls.adjustSku(asked, keyed('count')), { skuId, available: 8 })
    assert.equal(await availableOf(skuId), 9)
    const listed = await calls.listAdjustments({ skuId }, merchant)
    assert(!isRefusal(listed))
    assert.equal(listed.items.length, 2)
  })

  test('a refusal leaves no trace, and without a key each press is one', async () => {
    const skuId = await stock.aSku({ units: 2 })
    const take = { skuId, delta: -3, reason: 'broken' }
    assert.equal(told(await calls.adjustSku(take, keyed('take'))), 'stock_insufficient')
    const add = { skuId, delta: 4, reason: 'more came' }
    await calls.adjustSku(add, merchant)
    await calls.adjustSku(add, merchant)
    assert.deepEqual(await calls.adjustSku(take, keyed('take')), { skuId, available: 7 })
  })
})
