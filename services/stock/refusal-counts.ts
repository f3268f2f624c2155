/** How often each drop refused, by reason, since this process began. For the console only. */
export type RefusalCounts = {
  count(dropId: string, reason: string): void
  of(dropId: string): Readonly<Record<string, number>>
}

const KEPT_DROPS = 1_000

export function refusalCounts(): RefusalCounts {
  const drops = new Map<string, Record<string, number>>()
  return {
    count(dropId, reason) {
      let counts = drops.get(dropId)
      if (counts === undefined) {
        const [oldest] = drops.keys()
        if (oldest !== undefined && drops.size >= KEPT_DROPS) drops.delete(oldest)
        counts = {}
        drops.set(dropId, counts)
      }
      counts[reason] = (counts[reason] ?? 0) + 1
    },
    of: dropId => drops.get(dropId) ?? {},
  }
}
