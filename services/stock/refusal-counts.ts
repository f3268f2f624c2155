import type { Live } from '#platform/live/live.ts'

/** How often each drop refused, by reason, since its processes began. For the console only. */
export type RefusalCounts = {
  count(dropId: string, reason: string): void
  of(dropId: string): Readonly<Record<string, number>>
  /** Tells the other processes, if there are any, what this one has counted of a drop. */
  tell(dropId: string): void
}

type Deps = {
  readonly live: Pick<Live, 'publish' | 'subscribe'>
  /** Of this process; null where it is the only one. */
  readonly name: string | null
}

type Counts = Record<string, number>
type Told = { readonly from: string; readonly dropId: string; readonly counts: Counts }

const TOPIC = 'stock-refusals'
const KEPT_DROPS = 1_000

/** Each process counts what it refused, and knows what the others last told. */
export function refusalCounts({ live, name }: Deps): RefusalCounts {
  const byDrop = new Map<string, Map<string, Counts>>()
  const own = name ?? ''
  if (name !== null) {
    live.subscribe(TOPIC, message => {
      const { from, dropId, counts } = message as Told
      if (from !== own) processesOf(dropId).set(from, counts)
    })
  }

  function processesOf(dropId: string): Map<string, Counts> {
    const known = byDrop.get(dropId)
    if (known !== undefined) return known
    const [oldest] = byDrop.keys()
    if (oldest !== undefined && byDrop.size >= KEPT_DROPS) byDrop.delete(oldest)
    const processes = new Map<string, Counts>()
    byDrop.set(dropId, processes)
    return processes
  }

  return {
    count(dropId, reason) {
      const processes = processesOf(dropId)
      const counts = processes.get(own) ?? {}
      counts[reason] = (counts[reason] ?? 0) + 1
      processes.set(own, counts)
    },
    of(dropId) {
      const sum: Counts = {}
      for (const counts of byDrop.get(dropId)?.values() ?? []) {
        for (const [reason, times] of Object.entries(counts)) {
          sum[reason] = (sum[reason] ?? 0) + times
        }
      }
      return sum
    },
    tell(dropId) {
      const counts = byDrop.get(dropId)?.get(own)
      if (name !== null && counts !== undefined) {
        live.publish(TOPIC, { from: own, dropId, counts } satisfies Told)
      }
    },
  }
}
