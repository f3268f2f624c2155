import { stockStreams } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import type { Live } from '#platform/live/live.ts'
import type { StockChanges } from './stock-changes.ts'
import type { StockDatabase } from './stock-service.ts'

/** Knows whose place in a line has moved, and tells those who look. */
type LineTeller = {
  moved(changes: StockChanges): void
  /** Tells what is new since it was last called. Reads nothing where nothing moved. */
  tell(): Promise<void>
}

/** Who stands further behind than this is not told: the drop's page then asks now and then. */
const TOLD_OF_A_LINE = 2_000

const LEFT: WaitlistPlace = { place: 1, ahead: 0, quantity: 1, state: 'left' }

export function lineTeller({
  database,
  live,
}: {
  readonly database: StockDatabase
  readonly live: Live
}): LineTeller {
  /** How many waited in a drop, where somebody did. */
  const waitingOf = new Map<string, number>()
  const lines = new Set<string>()
  const members = new Map<string, Whose>()

  function lookAt(whose: Whose): void {
    const topic = topicOf(whose)
    if (live.hasListeners(topic)) members.set(topic, whose)
  }

  async function tellMember(topic: string): Promise<void> {
    const member = members.get(topic)
    members.delete(topic)
    if (member === undefined) return
    live.publish(topic, (await database.read.readPlace(member)) ?? LEFT)
  }

  async function tellLine(dropId: string): Promise<void> {
    lines.delete(dropId)
    const waiting = await database.read.readWaiting({ dropId, limit: TOLD_OF_A_LINE })
    for (const [ahead, { memberId, quantity }] of waiting.entries()) {
      const topic = topicOf({ dropId, memberId })
      if (!live.hasListeners(topic)) continue
      const place: WaitlistPlace = { place: ahead + 1, ahead, quantity, state: 'waiting' }
      live.publish(topic, place)
    }
  }

  return {
    moved({ drops, taken, left = [] }) {
      for (const { dropId, waiting } of drops) {
        const before = waitingOf.get(dropId)
        if (waiting > 0) waitingOf.set(dropId, waiting)
        else if (before !== undefined) waitingOf.delete(dropId)
        if (before !== undefined && waiting < before && waiting > 0) lines.add(dropId)
        else if (before === undefined && waiting > 0) lines.add(dropId)
      }
      for (const { dropId, memberId, inLine = false } of taken) {
        if (!inLine && !waitingOf.has(dropId)) continue
        if (inLine && waitingOf.has(dropId)) lines.add(dropId)
        lookAt({ dropId, memberId })
      }
      for (const whose of left) lookAt(whose)
    },
    async tell() {
      for (const topic of [...members.keys()]) await tellMember(topic)
      for (const dropId of [...lines]) await tellLine(dropId)
    },
  }
}

type Whose = { readonly dropId: string; readonly memberId: string }

const topicOf = (whose: Whose): string => stockStreams.waitlist.topic(whose)
