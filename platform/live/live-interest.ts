/** What the other processes listen to, as far as they have told. */
type LiveInterest = {
  /** Takes what another process said. True where it is to be asked for all that it listens to. */
  hear(said: Said): boolean
  has(topic: string): boolean
  /** Forgets whoever was silent since then. */
  forgetSilent(sinceMs: number): void
}

/** What a process tells the others of its listening. */
export type Said = { readonly from: string } & Saying
export type Saying =
  | { readonly kind: 'listens' | 'stops'; readonly topic: string }
  /** It listens to so many topics; whoever counted otherwise has missed something. */
  | { readonly kind: 'here'; readonly count: number }
  /** Some of its topics; with `first` they take the place of all that was known before. */
  | { readonly kind: 'all'; readonly topics: readonly string[]; readonly first: boolean }
  /** All is to be told. Who was away knew of no listener, and was heard by none. */
  | { readonly kind: 'ask'; readonly wasAway: boolean }
  | { readonly kind: 'bye' }

type Other = { readonly topics: Set<string>; heardAtMs: number }

export function liveInterest(elapsedMs: () => number): LiveInterest {
  const others = new Map<string, Other>()
  const countOf = new Map<string, number>()

  function add(other: Other, topic: string): void {
    if (other.topics.has(topic)) return
    other.topics.add(topic)
    countOf.set(topic, (countOf.get(topic) ?? 0) + 1)
  }

  function remove(other: Other, topic: string): void {
    if (!other.topics.delete(topic)) return
    const count = (countOf.get(topic) ?? 0) - 1
    if (count > 0) countOf.set(topic, count)
    else countOf.delete(topic)
  }

  function clear(other: Other): void {
    for (const topic of [...other.topics]) remove(other, topic)
  }

  function forget(name: string): void {
    const other = others.get(name)
    if (other !== undefined) clear(other)
    others.delete(name)
  }

  return {
    hear(said) {
      if (said.kind === 'bye') {
        forget(said.from)
        return false
      }
      const other = others.get(said.from) ?? { topics: new Set(), heardAtMs: 0 }
      other.heardAtMs = elapsedMs()
      others.set(said.from, other)
      if (said.kind === 'listens') add(other, said.topic)
      if (said.kind === 'stops') remove(other, said.topic)
      if (said.kind === 'all') {
        if (said.first) clear(other)
        for (const topic of said.topics) add(other, topic)
      }
      return said.kind === 'here' && said.count !== other.topics.size
    },
    has: topic => countOf.has(topic),
    forgetSilent(sinceMs) {
      for (const [name, { heardAtMs }] of [...others]) if (heardAtMs < sinceMs) forget(name)
    },
  }
}
