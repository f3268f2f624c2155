import type { SkuStock } from '#contracts/skus.ts'
import { foretellClosing } from './closing-store.ts'
import { type DropRecord, dropStateAt } from './drop.ts'
import { readDropRecord, readDropRecords } from './drop-lock-store.ts'
import { readRoll, readTaken } from './drop-roll-store.ts'
import { readSkuUnits } from './sku-units-store.ts'
import type { MemberTaken, SkuUnits } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'

type Page = { readonly atMs: number; readonly dropId: string } | null

/** What a gate needs to filter for a drop: the drop, who holds what, and what was accepted. */
export type GateSeed = {
  readonly drop: DropRecord
  readonly taken: readonly MemberTaken[]
  readonly acceptedIds: readonly string[]
}

export const dropReads = {
  foretellClosing,

  readDrop: (trx: StockTransaction, { dropId }: { dropId: string }) => readDropRecord(trx, dropId),

  /** Upcoming and open ones by their opening, ascending; ended ones by their closing, descending. */
  async listDrops(
    trx: StockTransaction,
    input: {
      state: 'upcoming' | 'open' | 'ended' | null
      productId: string | null
      after: Page
      limit: number
    },
  ): Promise<{ drops: DropRecord[]; nowMs: number }> {
    const nowMs = await trx.nowMs()
    const { state, productId, after, limit } = input
    const product = productId === null ? [] : [productId]
    const ofProduct = productId === null ? '' : ' and product_id = ?'
    const position = after === null ? [] : [after.atMs, after.atMs, after.dropId]
    const among = {
      upcoming: 'ended = 0 and closes_at_ms > ? and opens_at_ms > ?',
      open: 'ended = 0 and closes_at_ms > ? and opens_at_ms <= ?',
      all: 'opens_at_ms >= 0',
    }
    const beyond = (column: string, sign: '<' | '>') =>
      after === null ? '' : ` and (${column} ${sign} ? or (${column} = ? and drop_id ${sign} ?))`
    const drops =
      state === 'ended'
        ? await readDropRecords(
            trx,
            `(ended = 1 or closes_at_ms <= ?)${ofProduct}${beyond('closes_at_ms', '<')}
             order by closes_at_ms desc, drop_id desc limit ?`,
            nowMs,
            ...product,
            ...position,
            limit,
          )
        : await readDropRecords(
            trx,
            `${among[state ?? 'all']}${ofProduct}${beyond('opens_at_ms', '>')}
             order by opens_at_ms, drop_id limit ?`,
            ...(state === null ? [] : [nowMs, nowMs]),
            ...product,
            ...position,
            limit,
          )
    return { drops, nowMs }
  },

  async readGateSeed(
    trx: StockTransaction,
    { dropId }: { dropId: string },
  ): Promise<GateSeed | null> {
    const drop = await readDropRecord(trx, dropId)
    if (drop === null) return null
    const roll = await readRoll(trx, dropId)
    const memberIds = [...new Set(roll.map(holder => holder.memberId))]
    const taken = [...(await readTaken(trx, dropId, memberIds))]
    return {
      drop,
      taken: taken.map(([memberId, units]) => ({ dropId, memberId, units })),
      acceptedIds: roll.map(holder => holder.reservationId),
    }
  },

  async readSkus(
    trx: StockTransaction,
    { skuIds }: { skuIds: readonly string[] },
  ): Promise<SkuStock[]> {
    const nowMs = await trx.nowMs()
    const units = await readSkuUnits(trx, skuIds)
    return Promise.all(
      units.map(async ({ skuId, available }: SkuUnits) => {
        const drop = await currentDrop(trx, skuId, nowMs)
        return { skuId, available, drop }
      }),
    )
  },
}

/** The drop that sells a SKU: the one that is open, else the next one, else the last one. */
async function currentDrop(
  trx: StockTransaction,
  skuId: string,
  nowMs: number,
): Promise<SkuStock['drop']> {
  const going = await readDropRecords(
    trx,
    'sku_id = ? and ended = 0 and closes_at_ms > ? order by opens_at_ms limit 1',
    skuId,
    nowMs,
  )
  const [drop] =
    going.length > 0
      ? going
      : await readDropRecords(trx, 'sku_id = ? order by opens_at_ms desc limit 1', skuId)
  if (drop === undefined) return null
  const { dropId, opensAtMs, closesAtMs, priceMinor, currency } = drop
  const price = { amountMinor: priceMinor, currency }
  return { dropId, opensAtMs, closesAtMs, state: dropStateAt(drop, nowMs), price }
}
