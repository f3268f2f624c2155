import type { Live } from './live.ts'

export function memoryLive(): Live {
  const listenersOf = new Map<string, Set<(message: unknown) => void>>()
  return {
    publish(topic, message) {
      for (const listener of listenersOf.get(topic) ?? []) listener(message)
    },
    subscribe(topic, listener) {
      const listeners = listenersOf.get(topic) ?? new Set()
      listenersOf.set(topic, listeners.add(listener))
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) listenersOf.delete(topic)
      }
    },
    // Within one process nothing is missed.
    tellsAll: true,
    hasListeners: topic => listenersOf.has(topic),
    onMissed: () => () => undefined,
  }
}
