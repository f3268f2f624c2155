import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { migrate } from '#platform/database/migrations.ts'
import { openSqliteFile } from '#platform/database/sqlite-connection.ts'
import { uuidv7 } from '#platform/ids.ts'
import { aStock } from './a-stock.ts'
import { migrations } from './stock-migrations.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock, merchant } = stock

suite('The adjustments of a SKU', () => {
  test('are listed with reason, member and instant, the newest first, page by page', async () => {
    const [skuId, other] = [await stock.aSku({ units: 5 }), await stock.aSku({ units: 5 })]
    const made = []
    for (const delta of [3, -1, 2]) {
      clock.advance(1)
      const reason = `counted again: ${delta}`
      await stock.calls.adjustSku({ skuId, delta, reason }, merchant)
      made.unshift({ delta, reason, memberId: merchant.caller?.memberId, atMs: clock.nowMs() })
    }
    await stock.calls.adjustSku({ skuId: other, delta: 9, reason: 'another SKU' }, merchant)

    const listed = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = { limit: 2, ...(cursor !== '' && { cursor }) }
      const answer = await stock.calls.listAdjustments({ skuId, ...page }, merchant)
      assert(!isRefusal(answer))
      assert(answer.items.length <= 2)
      listed.push(...answer.items)
      cursor = answer.nextCursor
    }
    assert.deepEqual(
      listed.map(({ adjustmentId: _, ...rest }) => rest),
      made,
    )
  })

  test('are none of a SKU that is unknown, and no page of another list', async () => {
    const list = (input: { skuId: string; cursor?: string }) =>
      stock.calls.listAdjustments(input, merchant)
    const unknown = await list({ skuId: uuidv7(7) })
    assert.deepEqual(isRefusal(unknown) && unknown.refused, 'not_found')
    const malformed = await list({ skuId: await stock.aSku({ units: 1 }), cursor: 'none' })
    assert.deepEqual(isRefusal(malformed) && malformed.refused, 'invalid_request')
  })

  test('are found without looking at those of other SKUs', async () => {
    const { raw, trx } = openSqliteFile(':memory:', () => 0, null)
    await migrate(trx.sql, 'stock', migrations)
    const plan = raw
      .prepare(
        `explain query plan select reason from sku_adjustment
         where sku_id = ? and adjustment_id < ? order by adjustment_id desc limit ?`,
      )
      .all()
      .map(({ detail }) => `${detail}`)
    assert.match(plan.join(), /^SEARCH .*sku_adjustment_by_sku/)
  })
})
