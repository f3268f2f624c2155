/**
 * A press, as this browser keeps it: for all of its tabs, over a reload and a closed laptop. The
 * key is random and the numbers are of the drop; nothing in it tells who pressed.
 */
export type KeptPress = {
  /** The Idempotency-Key: asked again with it, the shop gives the same unit again. */
  readonly key: string
  readonly quantity: number
  /** By the server's clock. */
  readonly pressedAtMs: number
  /** All were taken: it goes on by asking for a place in the line. */
  readonly isSoldOut?: boolean
  /** What it was answered with; without it nobody knows yet. */
  readonly reservationId?: string
}

const nameOf = (dropId: string) => `press:drop:${dropId}`

export function keptPress(dropId: string): KeptPress | null {
  const kept = localStorage.getItem(nameOf(dropId))
  return kept === null ? null : (JSON.parse(kept) as KeptPress)
}

export const keepPress = (dropId: string, press: KeptPress): void =>
  localStorage.setItem(nameOf(dropId), JSON.stringify(press))

export const forgetPress = (dropId: string): void => localStorage.removeItem(nameOf(dropId))

/** Calls when another tab of this browser pressed, or had an answer. Gives back what ends it. */
export function watchPresses(dropId: string, changed: () => void): () => void {
  const heard = ({ key }: StorageEvent) => key === nameOf(dropId) && changed()
  window.addEventListener('storage', heard)
  return () => window.removeEventListener('storage', heard)
}
