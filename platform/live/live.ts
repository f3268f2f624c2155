/**
 * What moves, told to whoever looks at this moment: no memory, no promise of delivery. A listener
 * that missed something asks for the present state.
 */
export type Live = {
  /** Whether every listener is told everything, so that what it was told last is believed. */
  readonly tellsAll: boolean
  publish(topic: string, message: unknown): void
  /** Returns how to stop listening. */
  subscribe(topic: string, listener: (message: unknown) => void): () => void
  /** Whether anybody listens, here or elsewhere: what is dear to make need not be made for nobody. */
  hasListeners(topic: string): boolean
  /**
   * Calls back when something may have been missed, whatever the topic; every second for as long
   * as that lasts. Who must not miss anything looks at the truth then. Returns how to stop.
   */
  onMissed(listener: () => void): () => void
}
