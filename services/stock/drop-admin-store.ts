import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection } from '#platform/database/keyed-act.ts'
import { type DropRecord, dropAsSeen, dropStateAt, freeUnits } from './drop.ts'
import { type LockedDrop, lockDrop, saveDrop } from './drop-lock-store.ts'
import { letGoDue, moveToSku, setNextDue, settleEnded } from './let-go-store.ts'
import { offerFreed } from './offer-store.ts'
import { type Adjustment, insertAdjustment } from './sku-store.ts'
import { readSkuUnits } from './sku-units-store.ts'
import { noChanges, type SkuUnits, type StockChanges } from './stock-changes.ts'
import type { StockTransaction } from './stock-tables.ts'

type NewDrop = {
  readonly dropId: string
  readonly skuId: string
  readonly title: string | null
  readonly priceMinor: number
  readonly currency: string
  readonly units: number
  readonly opensAtMs: number
  readonly closesAtMs: number
  readonly limitPerMember: number
  readonly holdMs: number
  readonly waitingRoom: string | null
}

type DropChange = Partial<
  Pick<
    DropRecord,
    | 'title'
    | 'priceMinor'
    | 'currency'
    | 'opensAtMs'
    | 'closesAtMs'
    | 'limitPerMember'
    | 'holdMs'
    | 'waitingRoom'
  >
>

/** How many units to the drop, who moves them, and why. */
type UnitsMove = Omit<Adjustment, 'skuId'> & { readonly dropId: string }

/** What a merchant may ask once, however often it is sent. */
type MayBeKeyed = { readonly keyed: KeyedRequest | null }

type DropOutcome<Refused extends string> =
  | {
      readonly outcome: 'done'
      readonly drop: DropRecord
      readonly changes: StockChanges
      /** JSON text, where a key came along: what it gets from now on. */
      readonly answer?: string
    }
  | { readonly outcome: Refused | 'not_found'; readonly changes: StockChanges }

const refused = <Outcome extends string>(outcome: Outcome) => ({ outcome, changes: noChanges })

export const dropAdminWrites = {
  /** The units move from the SKU, by a guarded update that comes first. */
  planDrop(
    trx: StockTransaction,
    { keyed, ...plan }: NewDrop & MayBeKeyed,
  ): Promise<DropOutcome<'stock_insufficient' | 'past'> | Recollection> {
    return actOnce(trx, keyed, { act: () => writePlan(trx, plan), answerOf })
  },

  /** What was promised cannot be changed once it has opened; the title and the closing can. */
  async changeDrop(
    trx: StockTransaction,
    { dropId, change }: { dropId: string; change: DropChange },
  ): Promise<DropOutcome<'drop_already_open' | 'drop_ended' | 'instants_wrong'>> {
    const locked = await lockDrop(trx, dropId)
    if (locked === null) return refused('not_found')
    const { drop, nowMs } = locked
    const state = dropStateAt(drop, nowMs)
    if (state === 'ended') return refused('drop_ended')
    const free = new Set(['title', 'closesAtMs'])
    const promised = Object.keys(change).filter(field => !free.has(field))
    if (state !== 'upcoming' && promised.length > 0) return refused('drop_already_open')
    locked.drop = { ...drop, ...change }
    const { opensAtMs, closesAtMs } = locked.drop
    if (opensAtMs >= closesAtMs || closesAtMs <= nowMs) return refused('instants_wrong')
    logPlan(locked)
    await setNextDue(trx, locked)
    return done(trx, locked, [])
  },

  async setPaused(
    trx: StockTransaction,
    { dropId, paused }: { dropId: string; paused: boolean },
  ): Promise<DropOutcome<'drop_ended' | 'illegal_transition'>> {
    const locked = await lockDrop(trx, dropId)
    if (locked === null) return refused('not_found')
    const state = dropStateAt(locked.drop, locked.nowMs)
    if (state === 'ended') return refused('drop_ended')
    if (state === 'upcoming') return refused('illegal_transition')
    locked.drop = { ...locked.drop, paused }
    return done(trx, locked, [], await offerFreed(trx, locked))
  },

  async closeDrop(
    trx: StockTransaction,
    { dropId }: { dropId: string },
  ): Promise<DropOutcome<'drop_ended'>> {
    const locked = await lockDrop(trx, dropId)
    if (locked === null) return refused('not_found')
    const { drop, nowMs } = locked
    if (dropStateAt(drop, nowMs) === 'ended') return refused('drop_ended')
    // A drop that never opened keeps its planned closing: its opening must lie before it.
    const closesAtMs = nowMs > drop.opensAtMs ? nowMs : drop.closesAtMs
    locked.drop = { ...drop, ended: true, paused: false, closesAtMs }
    if (closesAtMs !== drop.closesAtMs) logPlan(locked)
    const taken = await letGoDue(trx, locked)
    const offered = await offerFreed(trx, locked)
    await setNextDue(trx, locked)
    const skus = await settleEnded(trx, locked)
    return done(trx, locked, skus, [...taken, ...offered])
  },

  /** Units added come from the SKU; units taken away must be free. */
  changeDropUnits(
    trx: StockTransaction,
    { keyed, ...move }: UnitsMove & MayBeKeyed,
  ): Promise<DropOutcome<'drop_ended' | 'stock_insufficient'> | Recollection> {
    return actOnce(trx, keyed, { act: () => moveUnits(trx, move), answerOf })
  },
}

function answerOf(result: DropOutcome<string>, nowMs: number): string | null {
  return 'drop' in result ? JSON.stringify(dropAsSeen(result.drop, nowMs)) : null
}

async function writePlan(
  trx: StockTransaction,
  plan: NewDrop,
): Promise<DropOutcome<'stock_insufficient' | 'past'>> {
  const nowMs = await trx.nowMs()
  if (plan.closesAtMs <= nowMs) return refused('past')
  const moved = await trx.sql.run(
    `update sku set units = units - ?, version = version + 1
     where sku_id = ? and units - reserved - sold >= ?`,
    plan.units,
    plan.skuId,
    plan.units,
  )
  if (moved === 0) {
    const [sku] = await readSkuUnits(trx, [plan.skuId])
    return refused(sku === undefined ? 'not_found' : 'stock_insufficient')
  }
  await insertDrop(trx, plan, nowMs)
  const locked = await lockDrop(trx, plan.dropId)
  if (locked === null) throw new Error('a drop that was just written is not there')
  logPlan(locked)
  return done(trx, locked, await readSkuUnits(trx, [plan.skuId]))
}

async function moveUnits(
  trx: StockTransaction,
  { dropId, delta, ...why }: UnitsMove,
): Promise<DropOutcome<'drop_ended' | 'stock_insufficient'>> {
  const locked = await lockDrop(trx, dropId)
  if (locked === null) return refused('not_found')
  if (dropStateAt(locked.drop, locked.nowMs) === 'ended') return refused('drop_ended')
  const [sku] = await readSkuUnits(trx, [locked.drop.skuId])
  if (delta > (sku?.available ?? 0)) return refused('stock_insufficient')
  if (-delta > freeUnits(locked.drop)) return refused('stock_insufficient')
  const skus = await moveToSku(trx, locked, -delta)
  await insertAdjustment(trx, { ...why, skuId: locked.drop.skuId, delta: -delta })
  return done(trx, locked, skus, await offerFreed(trx, locked))
}

/** What was promised, for everybody to read; again when it changes. */
function logPlan(locked: LockedDrop): void {
  const { units, limitPerMember, opensAtMs, closesAtMs } = locked.drop
  locked.entries.push({ kind: 'planned', units, limitPerMember, opensAtMs, closesAtMs })
}

async function done(
  trx: StockTransaction,
  locked: LockedDrop,
  skus: readonly SkuUnits[],
  taken: StockChanges['taken'] = [],
): Promise<Extract<DropOutcome<never>, { outcome: 'done' }>> {
  await saveDrop(trx, locked)
  return { outcome: 'done', drop: locked.drop, changes: { drops: [locked.drop], skus, taken } }
}

async function insertDrop(trx: StockTransaction, plan: NewDrop, nowMs: number): Promise<void> {
  await trx.sql.run(
    `insert into drop_sale (drop_id, sku_id, product_id, title, line_title, options, price_minor,
       currency, units, opens_at_ms, closes_at_ms, limit_per_member, hold_ms, waiting_room,
       next_due_at_ms, last_at_ms, ledger_frontier)
     select ?, sku_id, product_id, coalesce(?, title), title, options, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
     from sku where sku_id = ?`,
    plan.dropId,
    plan.title,
    plan.priceMinor,
    plan.currency,
    plan.units,
    plan.opensAtMs,
    plan.closesAtMs,
    plan.limitPerMember,
    plan.holdMs,
    plan.waitingRoom,
    plan.closesAtMs,
    nowMs,
    new Uint8Array(0),
    plan.skuId,
  )
}
