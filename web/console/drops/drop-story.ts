import type { LedgerEntry } from '#contracts/ledger.ts'

/** What the ledger of a drop has told so far, as the board shows it. */
export type DropStory = {
  /** The index of the last entry; −1 before the first. */
  readonly seen: number
  /** The units that are held, by position: since when, and how many. */
  readonly holds: ReadonlyMap<number, { readonly sinceMs: number; readonly units: number }>
  readonly granted: readonly number[]
  readonly paid: readonly number[]
}

export const untold: DropStory = { seen: -1, holds: new Map(), granted: [], paid: [] }

/** The story with these entries told, in their order. */
export function toldBy(story: DropStory, entries: readonly LedgerEntry[]): DropStory {
  const holds = new Map(story.holds)
  const [granted, paid] = [[...story.granted], [...story.paid]]
  for (const { kind, position, quantity = 1, atMs } of entries) {
    if (position === undefined) continue
    if (kind === 'reserved' || kind === 'offered') {
      holds.set(position, { sinceMs: atMs, units: quantity })
      granted.push(atMs)
    } else if (kind === 'committed' || kind === 'released' || kind === 'expired') {
      holds.delete(position)
      if (kind === 'committed') paid.push(atMs)
    }
  }
  return { seen: entries.at(-1)?.index ?? story.seen, holds, granted, paid }
}

/** Units held, by how much of their time is over: the first quarter, … the last, and past it. */
export function holdsByAge(
  { holds }: Pick<DropStory, 'holds'>,
  { nowMs, holdMs }: { readonly nowMs: number; readonly holdMs: number },
): readonly number[] {
  const ages = [0, 0, 0, 0, 0]
  for (const { sinceMs, units } of holds.values()) {
    const quarter = Math.min(4, Math.max(0, Math.floor(((nowMs - sinceMs) * 4) / holdMs)))
    ages[quarter] = (ages[quarter] ?? 0) + units
  }
  return ages
}
