import { useEffect, useRef, useState } from 'react'
import type { DropStats } from '#contracts/drops.ts'
import { ask } from '#web/kit/ask-shop.ts'
import type { LiveState } from '#web/kit/live-stream.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import { heardServerTime } from '#web/kit/server-clock.ts'
import { useLive } from '#web/kit/use-live.ts'
import { type BoardCount, countOf, withCount } from './board-numbers.ts'
import { type DropStory, toldBy, untold } from './drop-story.ts'

export type Board = {
  readonly stats: DropStats | null
  readonly counts: readonly BoardCount[]
  readonly story: DropStory
  readonly live: LiveState
}

/** The most that one page of a ledger holds. */
const PAGE = 1_000

/** A drop as it runs: its numbers as they are pushed, and its ledger as far as it has gone. */
export function useBoard(dropId: string): Board {
  const [stats, setStats] = useState<DropStats | null>(null)
  const [counts, setCounts] = useState<readonly BoardCount[]>([])
  const live = useLive('stock.dropStats', { dropId }, told => {
    heardServerTime(told.drop.serverTimeMs)
    setStats(told)
    setCounts(before => withCount(before, countOf(told)))
  })
  const story = useStory(dropId, stats?.ledgerSize ?? 0)
  return { stats, counts, story, live }
}

/** Reads on in the ledger whenever it has grown; one reading at a time. */
function useStory(dropId: string, ledgerSize: number): DropStory {
  const [story, setStory] = useState(untold)
  const latest = useRef({ story: untold, size: 0, isReading: false, isOver: false })

  useEffect(() => {
    const told = latest.current
    told.isOver = false
    return () => {
      told.isOver = true
    }
  }, [])

  useEffect(() => {
    const told = latest.current
    told.size = ledgerSize
    if (told.isReading) return
    // Whatever is told meanwhile, this reading goes on to the end of it: no other is begun.
    async function readOn() {
      while (!told.isOver && told.story.seen + 1 < told.size) {
        const after = told.story.seen
        const page = await ask('stock.readLedger', { dropId, after, limit: PAGE })
        if (isRefusal(page) || page.items.length === 0) return
        told.story = toldBy(told.story, page.items)
        if (!told.isOver) setStory(told.story)
      }
    }
    told.isReading = true
    void readOn().finally(() => {
      told.isReading = false
    })
  }, [dropId, ledgerSize])
  return story
}
