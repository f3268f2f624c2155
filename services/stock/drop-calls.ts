import type { Calls } from '#contracts/operation.ts'
import { refuse } from '#contracts/problems.ts'
import type { stockApi } from '#contracts/stock.ts'
import { cursorOf, readCursor } from '#platform/database/cursor.ts'
import { type DropRecord, dropAsSeen, dropLiveAt } from './drop.ts'
import type { StockParts } from './stock-service.ts'

type DropCalls = Pick<
  Calls<typeof stockApi>,
  'readTime' | 'listDrops' | 'readDrop' | 'readDropLive'
>

/** A drop as it stands. One that this process has seen costs no query. */
export async function findDrop(
  { database, board }: Pick<StockParts, 'database' | 'board'>,
  dropId: string,
): Promise<DropRecord | null> {
  const known = board.get(dropId)
  if (known !== undefined) return known
  const read = await database.read.readDrop({ dropId })
  return read === null ? null : board.keep(read)
}

/** What everybody may ask about drops. */
export function dropCalls(parts: StockParts): DropCalls {
  const { database, board, nowMs, rehearsal = false } = parts

  return {
    readTime: async () => ({
      serverTimeMs: nowMs(),
      ...(rehearsal && { rehearsal: true as const }),
    }),

    async listDrops({ state = null, productId = null, cursor, limit = 20 }) {
      const after = readCursor(cursor, isPosition)
      if (after === 'malformed') {
        return refuse('invalid_request', {
          errors: [{ path: 'cursor', message: 'is not a cursor of this list' }],
        })
      }
      const asked = { state, productId, after, limit: limit + 1 }
      const page = await database.read.listDrops(asked)
      const drops = page.drops.slice(0, limit)
      const last = drops.at(-1)
      const more = page.drops.length > limit && last !== undefined
      return {
        items: drops.map(drop => dropAsSeen(board.keep(drop), page.nowMs)),
        nextCursor: more
          ? cursorOf({
              atMs: state === 'ended' ? last.closesAtMs : last.opensAtMs,
              dropId: last.dropId,
            })
          : null,
      }
    },

    async readDrop({ dropId }) {
      const drop = await findDrop(parts, dropId)
      return drop === null ? refuse('not_found') : dropAsSeen(drop, nowMs())
    },

    async readDropLive({ dropId }) {
      const drop = await findDrop(parts, dropId)
      return drop === null ? refuse('not_found') : dropLiveAt(drop, nowMs())
    },
  }
}

function isPosition(value: unknown): value is { atMs: number; dropId: string } {
  const { atMs, dropId } = value as { atMs?: unknown; dropId?: unknown }
  return Number.isSafeInteger(atMs) && typeof dropId === 'string'
}
