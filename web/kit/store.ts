/** A value that is watched; `useStore` of `use-store.ts` shows it in a component. */
export type Store<Value> = {
  read(): Value
  write(value: Value): void
  /** Gives back what ends it. */
  watch(changed: () => void): () => void
}

export function store<Value>(first: Value): Store<Value> {
  let value = first
  const watchers = new Set<() => void>()
  return {
    read: () => value,
    write(next) {
      if (Object.is(next, value)) return
      value = next
      for (const changed of [...watchers]) changed()
    },
    watch(changed) {
      watchers.add(changed)
      return () => watchers.delete(changed)
    },
  }
}
