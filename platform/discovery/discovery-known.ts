import { type Instance, nobody } from './discovery.ts'

/** What was heard last of who offers what. */
type KnownInstances = {
  instancesOf(service: string): readonly Instance[]
  /** Takes this for the truth: what is not in it is not there. */
  learn(found: Iterable<readonly [service: string, instance: Instance]>): void
}

/**
 * Keeps each service's list the same array until it changes. A whole list that is gone is believed
 * only after `patienceMs`: a registry that was emptied, or has just begun, hears of everybody again
 * within one renewal, and nobody is to be sent away meanwhile.
 */
export function knownInstances(nowMs: () => number, patienceMs: number): KnownInstances {
  const known = new Map<string, readonly Instance[]>()
  const emptySinceMs = new Map<string, number>()

  function learnOf(service: string, found: readonly Instance[]): void {
    const before = known.get(service) ?? nobody
    if (found.length === 0 && before.length > 0) {
      const sinceMs = emptySinceMs.get(service) ?? nowMs()
      emptySinceMs.set(service, sinceMs)
      if (nowMs() - sinceMs >= patienceMs) known.set(service, nobody)
      return
    }
    emptySinceMs.delete(service)
    const sorted = found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    if (JSON.stringify(sorted) !== JSON.stringify(before)) known.set(service, sorted)
  }

  return {
    instancesOf: service => known.get(service) ?? nobody,
    learn(found) {
      const byService = Map.groupBy(found, ([service]) => service)
      for (const service of new Set([...known.keys(), ...byService.keys()])) {
        learnOf(service, byService.get(service)?.map(([, instance]) => instance) ?? nobody)
      }
    },
  }
}
