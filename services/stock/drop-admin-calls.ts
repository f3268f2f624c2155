import assert from 'node:assert/strict'
import type { Drop } from '#contracts/drops.ts'
import type { Money } from '#contracts/money.ts'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse, refuseField } from '#contracts/problems.ts'
import type { stockApi } from '#contracts/stock.ts'
import { keyedRequest } from '#platform/database/keyed-act.ts'
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
  | 'readClosing'
>

/** What came of an act on a drop, whichever it was. */
type Told = {
  readonly outcome: string
  readonly drop?: DropRecord
  readonly changes?: StockChanges
  readonly answer?: string
}

const DEFAULT_HOLD_MS = 600_000

const noWaitingRoom = refuseField('waitingRoom', 'is not in this version yet: leave it out')

/** The merchant's side of drops. */
export function dropAdminCalls(parts: StockParts): DropAdminCalls {
  const { database, catalog, onChanges, nowMs, ids } = parts

  /** A key gets the words that are remembered for it; else the drop is told as it is now. */
  function answer<Result extends Told>({ outcome, drop, changes, answer: kept }: Result) {
    if (changes !== undefined) onChanges(changes)
    if (kept !== undefined) return { done: JSON.parse(kept) as Drop } as const
    if (drop !== undefined) return { done: dropAsSeen(drop, nowMs()) } as const
    return { refused: outcome as Exclude<Result['outcome'], 'done' | 'answered'> } as const
  }

  /**
   * What the catalogue has against a price of a drop: the SKU is not sold any more, or in another
   * currency.
   */
  async function unfitPrice(skuId: string, { currency }: Money) {
    const answer = await catalog.readSkusForSale({ skuIds: [skuId] }, fromService)
    assert(!isRefusal(answer), 'a service is not refused the prices')
    const [known] = answer.skus
    if (known === undefined) return refuse('not_found')
    if (known.price.currency === currency) return null
    return refuseField('price.currency', `must be the product's, ${known.price.currency}`)
  }

  return {
    async planDrop(asked, context) {
      const { waitingRoom = null, ...input } = asked
      const keyed = keyedRequest('planDrop', asked, context)
      const known = keyed && (await database.read.recollect(keyed))
      // A key that was accepted keeps its answer, whatever has become of the product since.
      if (known !== null) {
        const again = answer(known)
        return 'done' in again ? again.done : refuse(again.refused)
      }
      // What nobody keeps must not be promised.
      if (waitingRoom !== null) return noWaitingRoom
      if (input.opensAtMs >= input.closesAtMs)
        return refuseField('closesAtMs', 'must be after opensAtMs')
      const refused = await unfitPrice(input.skuId, input.price)
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
          keyed,
        }),
      )
      if ('done' in result) return result.done
      if (result.refused === 'past') return refuseField('closesAtMs', 'must lie in the future')
      return refuse(result.refused)
    },

    async changeDrop({ dropId, price, waitingRoom, ...change }) {
      if (waitingRoom != null) return noWaitingRoom
      const drop = price && (await findDrop(parts, dropId))
      const refused = price && drop ? await unfitPrice(drop.skuId, price) : null
      if (refused?.refused === 'invalid_request') return refused
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

    async changeDropUnits(asked, context) {
      const { dropId, delta, reason } = asked
      const { caller } = context
      assert(caller !== null, 'the gateway lets no visitor in')
      if (delta === 0) return refuseField('delta', 'must not be zero')
      const result = answer(
        await database.write.changeDropUnits({
          dropId,
          delta,
          reason,
          adjustmentId: ids.next(),
          memberId: caller.memberId,
          keyed: keyedRequest('changeDropUnits', asked, context),
        }),
      )
      return 'done' in result ? result.done : refuse(result.refused)
    },

    async readClosing({ dropId }) {
      return (await database.read.foretellClosing({ dropId })) ?? refuse('not_found')
    },

    async readDropStats({ dropId }) {
      return (await readDropStats(parts, dropId)) ?? refuse('not_found')
    },
  }
}
