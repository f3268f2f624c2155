import assert from 'node:assert/strict'
import type { Drop } from '#contracts/drops.ts'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { aStock } from './a-stock.ts'

/** How an act was answered: `done`, or the code of its refusal. */
export const told = (answer: unknown) => (isRefusal(answer) ? answer.refused : 'done')

/** What a merchant does to drops by hand, and what can be seen of them then. */
export function aDropsConsole(stock: Awaited<ReturnType<typeof aStock>>) {
  const { merchant, press } = stock

  const pressed = async (drop: Drop, quantity = 1) =>
    told(await press(drop, stock.aMember(), { quantity }))
  const change = (drop: Drop, change: object) =>
    stock.calls.changeDrop({ dropId: drop.dropId, ...change }, merchant)
  const changeUnits = (drop: Drop, delta: number) =>
    stock.calls.changeDropUnits({ dropId: drop.dropId, delta, reason: 'counted again' }, merchant)
  const pause = (drop: Drop) => stock.calls.pauseDrop({ dropId: drop.dropId }, merchant)
  const resume = (drop: Drop) => stock.calls.resumeDrop({ dropId: drop.dropId }, merchant)
  const close = (drop: Drop) => stock.calls.closeDrop({ dropId: drop.dropId }, merchant)
  async function read(drop: Drop): Promise<Drop> {
    const seen = await stock.calls.readDrop({ dropId: drop.dropId }, fromService)
    assert(!isRefusal(seen))
    return seen
  }
  async function availableOf({ skuId }: Pick<Drop, 'skuId'>): Promise<number | undefined> {
    const answer = await stock.calls.readSkus({ skuIds: [skuId] }, fromService)
    return isRefusal(answer) ? undefined : answer.skus[0]?.available
  }
  /** Units of the SKU and of its drops together: they move, and none is lost. */
  async function unitsInAll({ skuId }: Pick<Drop, 'skuId'>): Promise<number> {
    const { skus, drops } = await stock.database.read.readRows(null)
    return [...skus, ...drops]
      .filter(row => row.sku_id === skuId)
      .reduce((sum, { units }) => sum + units, 0)
  }
  const plansOf = async ({ dropId }: Drop) =>
    (await stock.ledger(dropId)).map(({ index: _, atMs: __, dropId: ___, ...entry }) => entry)

  return {
    pressed,
    change,
    changeUnits,
    pause,
    resume,
    close,
    read,
    availableOf,
    unitsInAll,
    plansOf,
  }
}
