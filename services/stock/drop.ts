import type { Drop, DropLive, DropState } from '#contracts/drops.ts'

/** A drop as it stands, without the time. Plain, because it travels between threads. */
export type DropRecord = {
  readonly dropId: string
  readonly skuId: string
  readonly productId: string
  readonly title: string
  /** Of the product, as an order's line shows it. */
  readonly lineTitle: string
  /** JSON text. */
  readonly options: string
  readonly priceMinor: number
  readonly currency: string
  readonly units: number
  readonly reserved: number
  readonly sold: number
  readonly waiting: number
  readonly opensAtMs: number
  readonly closesAtMs: number
  readonly limitPerMember: number
  readonly holdMs: number
  /** JSON text, or null. */
  readonly waitingRoom: string | null
  readonly paused: boolean
  readonly ended: boolean
  readonly nextPosition: number
  /** No hold of this drop is due before this instant. */
  readonly nextDueAtMs: number
  readonly ledgerSize: number
  /** Counts the transactions that touched the drop: the higher is the newer. */
  readonly version: number
}

/** units − reserved − sold. */
export const freeUnits = (drop: Pick<DropRecord, 'units' | 'reserved' | 'sold'>): number =>
  drop.units - drop.reserved - drop.sold

type Timing = Pick<
  DropRecord,
  'opensAtMs' | 'closesAtMs' | 'ended' | 'paused' | 'units' | 'reserved' | 'sold' | 'waiting'
>

/** What the world sees. While somebody waits, a free unit is spoken for: sold out. */
export function dropStateAt(drop: Timing, nowMs: number): DropState {
  if (drop.ended || nowMs >= drop.closesAtMs) return 'ended'
  if (nowMs < drop.opensAtMs) return 'upcoming'
  if (drop.paused) return 'paused'
  return freeUnits(drop) <= 0 || drop.waiting > 0 ? 'sold_out' : 'open'
}

/** What may change of a drop while somebody looks at it. */
export const dropLiveAt = (drop: DropRecord, nowMs: number): DropLive => ({
  units: drop.units,
  remaining: freeUnits(drop),
  waiting: drop.waiting,
  state: dropStateAt(drop, nowMs),
  title: drop.title,
  price: { amountMinor: drop.priceMinor, currency: drop.currency },
  opensAtMs: drop.opensAtMs,
  closesAtMs: drop.closesAtMs,
  limitPerMember: drop.limitPerMember,
  holdMs: drop.holdMs,
  serverTimeMs: nowMs,
})

export function dropAsSeen(drop: DropRecord, nowMs: number): Drop {
  return {
    dropId: drop.dropId,
    productId: drop.productId,
    skuId: drop.skuId,
    options: JSON.parse(drop.options),
    waitingRoom: drop.waitingRoom === null ? null : JSON.parse(drop.waitingRoom),
    ...dropLiveAt(drop, nowMs),
  }
}
