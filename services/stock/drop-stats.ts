import type { DropStats } from '#contracts/drops.ts'
import { stockStreams } from '#contracts/stock.ts'
import { dropAsSeen } from './drop.ts'
import type { StockParts } from './stock-service.ts'

type Parts = Pick<StockParts, 'database' | 'board' | 'nowMs' | 'refusals'>

/** What the console shows of a drop; null where there is no such drop. */
export async function readDropStats(
  { database, board, nowMs, refusals }: Parts,
  dropId: string,
): Promise<DropStats | null> {
  const drop = await database.read.readDrop({ dropId })
  if (drop === null) return null
  const reservations = await database.read.countStates({ dropId })
  const { reserved, sold, ledgerSize } = drop
  return {
    drop: dropAsSeen(board.keep(drop), nowMs()),
    reserved,
    sold,
    reservations,
    refusals: refusals.of(dropId),
    ledgerSize,
  }
}

/** Knows whose numbers have moved, and tells those who look. */
export type StatsTeller = {
  moved(dropId: string): void
  /** A reservation was pinned or let go again, of a drop that was not looked up for it. */
  pinMoved(): void
  /** Tells what is new since it was last called. Reads nothing where nobody looks. */
  tell(): Promise<void>
}

export function statsTeller(parts: Parts & Pick<StockParts, 'live'>): StatsTeller {
  const { live, board, refusals } = parts
  const moved = new Set<string>()
  const told = new Map<string, string>()
  let pinsMoved = false

  async function tellOf(dropId: string): Promise<void> {
    const stats = await readDropStats(parts, dropId)
    if (stats === null) return
    const text = JSON.stringify({ ...stats, drop: { ...stats.drop, serverTimeMs: 0 } })
    if (told.get(dropId) === text) return
    told.set(dropId, text)
    live.publish(topicOf(dropId), stats)
  }

  return {
    moved: dropId => void moved.add(dropId),
    pinMoved() {
      pinsMoved = true
    },
    async tell() {
      const news = [...moved]
      for (const dropId of news) refusals.tell(dropId)
      const looked = pinsMoved ? new Set([...news, ...board.known()]) : news
      moved.clear()
      pinsMoved = false
      for (const dropId of told.keys()) if (!isWatched(dropId)) told.delete(dropId)
      for (const dropId of looked) if (isWatched(dropId)) await tellOf(dropId)
    },
  }

  function isWatched(dropId: string): boolean {
    return live.hasListeners(topicOf(dropId))
  }
}

const topicOf = (dropId: string): string => stockStreams.dropStats.topic({ dropId })
