import assert from 'node:assert/strict'
import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import type { stockApi } from '#contracts/stock.ts'
import { cursorRefused, pageOf, readCursor } from '#platform/database/cursor.ts'
import { keyedRequest } from '#platform/database/keyed-act.ts'
import { letGoRegular } from './let-go-job.ts'
import type { StockParts } from './stock-service.ts'

type SkuCalls = Pick<
  Calls<typeof stockApi>,
  'adjustSku' | 'listAdjustments' | 'putSkus' | 'readSkus' | 'reserveLines'
>

export function skuCalls({ database, onChanges, ids }: StockParts): SkuCalls {
  return {
    async adjustSku(asked, context) {
      const { delta } = asked
      const { caller } = context
      assert(caller !== null, 'units are adjusted in the name of somebody')
      if (delta === 0) {
        const errors = [{ path: 'delta', message: 'must not be zero' }]
        return refuse('invalid_request', { errors })
      }
      const result = await database.write.adjustSku({
        ...asked,
        adjustmentId: ids.next(),
        memberId: caller.memberId,
        keyed: keyedRequest('adjustSku', asked, context),
      })
      if (result.outcome === 'answered') return JSON.parse(result.answer)
      if (result.outcome === 'idempotency_conflict') return refuse(result.outcome)
      const { outcome, changes } = result
      onChanges(changes)
      const [sku] = changes.skus
      if (outcome !== 'done') return refuse(outcome)
      assert(sku !== undefined, 'an adjusted SKU tells its units')
      return sku
    },

    async listAdjustments({ skuId, cursor, limit = 20 }) {
      const key = readCursor(cursor, isAdjustmentKey)
      if (key === 'malformed') return cursorRefused
      const before = key?.adjustmentId ?? null
      const found = await database.read.listAdjustments({ skuId, before, limit })
      if (found === null) return refuse('not_found')
      const { rows, nextCursor } = pageOf(found, limit, ({ adjustmentId }) => ({ adjustmentId }))
      return { items: [...rows], nextCursor }
    },

    async putSkus({ skus }) {
      return database.write.putSkus({ skus })
    },

    async readSkus({ skuIds }) {
      return { skus: await database.read.readSkus({ skuIds }) }
    },

    async reserveLines(asked, { untilMs }) {
      const request = { ...asked, untilMs }
      let result = await database.write.reserveLines(request)
      // Nobody is refused for the sake of a hold that is over, and only waits for the timer.
      if (result.outcome === 'sold_out' && (await database.read.readDue({ limit: 1 })).regular) {
        await letGoRegular({ database, onChanges })
        result = await database.write.reserveLines(request)
      }
      onChanges(result.changes)
      if (result.outcome === 'reserved') return result.reservation
      if (result.outcome === 'try_again') return refuse('try_again', { retryAfterSeconds: 1 })
      return refuse(result.outcome, { skuIds: result.skuIds })
    },
  }
}

function isAdjustmentKey(key: unknown): key is { readonly adjustmentId: string } {
  return typeof (key as { readonly adjustmentId?: unknown }).adjustmentId === 'string'
}
