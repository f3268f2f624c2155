import type { Live } from '#platform/live/live.ts'
import { type DropRecord, dropLiveAt, dropStateAt } from './drop.ts'
import type { StockChanges } from './stock-changes.ts'

/**
 * What this process knows of drops. Where others change them too, they tell each other, and because
 * such news may be lost it is believed for a moment only; where this is the only process, every
 * change passes here, and it is believed for ever.
 */
type DropBoard = {
  get(dropId: string): DropRecord | undefined
  /** Keeps a drop that was read, unless a newer one is known. */
  keep(record: DropRecord): DropRecord
  apply(changes: StockChanges): void
  /** The drops that were read or changed here. */
  known(): Iterable<string>
  /** Tells the listeners of drops that have opened or closed since it was last asked. */
  tellInstants(nowMs: number): void
}

const KEPT_DROPS = 5_000

/** On which the processes of stock tell each other what they changed. */
const CHANGED = 'stock-drops'

export function dropBoard({
  live,
  nowMs,
  believedMs,
  onTold,
}: {
  readonly live: Live
  readonly nowMs: () => number
  readonly believedMs: number
  /** Called with each drop of which something is told. */
  readonly onTold?: (dropId: string) => void
}): DropBoard {
  const drops = new Map<string, DropRecord>()
  const readAtMs = new Map<string, number>()
  const toldDrops = new Map<string, string>()

  const isAlone = believedMs === Number.POSITIVE_INFINITY
  if (!isAlone) live.subscribe(CHANGED, record => void keep(record as DropRecord))

  function keep(record: DropRecord): DropRecord {
    const known = drops.get(record.dropId)
    if (!isAlone) readAtMs.set(record.dropId, performance.now())
    if (known !== undefined && known.version >= record.version) return known
    drops.set(record.dropId, record)
    if (drops.size > KEPT_DROPS) forgetOne(drops, toldDrops, readAtMs)
    return record
  }

  function tell(record: DropRecord, atMs: number): void {
    const state = dropStateAt(record, atMs)
    onTold?.(record.dropId)
    const topic = `drop:${record.dropId}`
    if (live.hasListeners(topic)) live.publish(topic, dropLiveAt(record, atMs))
    const { dropId, skuId, opensAtMs, closesAtMs } = record
    const told = toldOf(record, state)
    if (toldDrops.get(dropId) === told) return
    toldDrops.set(dropId, told)
    live.publish('drops', { dropId, skuId, opensAtMs, closesAtMs, state })
  }

  return {
    get(dropId) {
      const atMs = readAtMs.get(dropId)
      const isOld = atMs !== undefined && performance.now() - atMs > believedMs
      return isOld ? undefined : drops.get(dropId)
    },
    keep,
    apply({ drops: changed, skus }) {
      const atMs = nowMs()
      for (const record of changed) {
        if (keep(record) !== record) continue
        tell(record, atMs)
        if (!isAlone) live.publish(CHANGED, record)
      }
      if (skus.length > 0) live.publish('skus', skus)
    },
    known: () => drops.keys(),
    tellInstants(atMs) {
      for (const record of drops.values()) {
        const told = toldOf(record, dropStateAt(record, atMs))
        if (toldDrops.get(record.dropId) !== told) tell(record, atMs)
      }
    },
  }
}

/** What is told of a drop where it changes: all but its units. */
const toldOf = (
  { opensAtMs, closesAtMs, priceMinor, currency }: DropRecord,
  state: string,
): string => `${state} ${opensAtMs} ${closesAtMs} ${priceMinor} ${currency}`

/** The one that was read first; it is read again when it is asked for. */
function forgetOne(drops: Map<string, DropRecord>, ...more: readonly Map<string, unknown>[]): void {
  const [oldest] = drops.keys()
  if (oldest === undefined) return
  drops.delete(oldest)
  for (const map of more) map.delete(oldest)
}
