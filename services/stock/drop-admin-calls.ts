import assert from 'node:assert/strict'
import type { Money } from '#contracts/money.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse, refuseField } from '#contracts/problems.ts'
import type { stockApi } from '#contracts/stock.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { type DropRecord, dropAsSeen } from './drop.ts'
import { findDrop } from './drop-calls.ts'
import { readDropStats } from './drop-stats.ts'
import type { StockChanges } from './stock-changes.ts'
import type { StockParts } from './stock-service.ts'

type DropAdminCalls = Pick<
  Calls<typeof stockApi>,
  | 'planDrop'
  | 'changeDrop'
  | 'pauseDrop'
  | 'resumeDrop'
  | 'closeDrop'
  | 'changeDropUnits'
  | 'readDropStats'
>

const DEFAULT_HOLD_MS = 600_000

const noWaitingRoom = refuseField('waitingRoom', 'is not in this version yet: leave it out')

/** The merchant's side of drops. */
export function dropAdminCalls(parts: StockParts): DropAdminCalls {
  const { database, catalog, onChanges, nowMs, ids } = parts

  function answer<Refused extends string>(
    result:
      | { readonly outcome: 'done'; readonly drop: DropRecord; readonly changes: StockChanges }
      | { readonly outcome: Refused; readonly changes: StockChanges },
  ) {
    onChanges(result.changes)
    return result.outcome === 'done' && 'drop' in result
      ? ({ done: dropAsSeen(result.drop, nowMs()) } as const)
      : ({ refused: result.outcome as Refused } as const)
  }

  /** The refusal of a price in another currency than the product's, which the catalogue knows. */
  async function otherCurrency(skuId: string, { currency }: Money) {
    const answer = await catalog.readSkusForSale({ skuIds: [skuId] }, fromService)
    assert(!isRefusal(answer), 'a service is not refused the prices')
    const [known] = answer.skus
    if (known === undefined || known.price.currency === currency) return null
    return refuseField('price.currency', `must be the product's, ${known.price.currency}`)
  }

  return {
    async planDrop({ waitingRoom = null, ...input }) {
      // What nobody keeps must not be promised.
      if (waitingRoom !== null) return noWaitingRoom
      if (input.opensAtMs >= input.closesAtMs)
        return refuseField('closesAtMs', 'must be after opensAtMs')
      const refused = await otherCurrency(input.skuId, input.price)
      if (refused !== null) return refused
      const { title = null, price, holdMs = DEFAULT_HOLD_MS, ...plan } = input
      const result = answer(
        await database.write.planDrop({
          ...plan,
          dropId: ids.next(),
          title,
          priceMinor: price.amountMinor,
          currency: price.currency,
          holdMs,
          waitingRoom: null,
        }),
      )
      if ('done' in result) return result.done
      if (result.refused === 'past') return refuseField('closesAtMs', 'must lie in the future')
      return refuse(result.refused)
    },

    async changeDrop({ dropId, price, waitingRoom, ...change }) {
      if (waitingRoom != null) return noWaitingRoom
      const drop = price && (await findDrop(parts, dropId))
      const refused = price && drop ? await otherCurrency(drop.skuId, price) : null
      if (refused !== null) return refused
      const result = answer(
        await database.write.changeDrop({
          dropId,
          change: {
            ...change,
            ...(price && { priceMinor: price.amountMinor, currency: price.currency }),
            ...(waitingRoom === null && { waitingRoom }),
          },
        }),
      )
      if ('done' in result) return result.done
      if (result.refused === 'instants_wrong') {
        return refuseField('closesAtMs', 'must be after opensAtMs and in the future')
      }
      return refuse(result.refused)
    },

    async pauseDrop({ dropId }) {
      const result = answer(await database.write.setPaused({ dropId, paused: true }))
      return 'done' in result ? result.done : refuse(result.refused)
    },

    async resumeDrop({ dropId }) {
      const result = answer(await database.write.setPaused({ dropId, paused: false }))
      return 'done' in result ? result.done : refuse(result.refused)
    },

    async closeDrop({ dropId }) {
      const result = answer(await database.write.closeDrop({ dropId }))
      return 'done' in result ? result.done : refuse(result.refused)
    },

    async changeDropUnits({ dropId, delta, reason }, { caller }) {
      assert(caller !== null, 'the gateway lets no visitor in')
      if (delta === 0) return refuseField('delta', 'must not be zero')
      const result = answer(
        await database.write.changeDropUnits({
          dropId,
          delta,
          reason,
          adjustmentId: ids.next(),
          memberId: caller.memberId,
        }),
      )
      return 'done' in result ? result.done : refuse(result.refused)
    },

    async readDropStats({ dropId }) {
      return (await readDropStats(parts, dropId)) ?? refuse('not_found')
    },
  }
}
