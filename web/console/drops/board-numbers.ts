import type { DropStats } from '#contracts/drops.ts'

/** What is counted of a drop at an instant; all of it since the drop began. */
export type BoardCount = {
  readonly atMs: number
  readonly requests: number
  readonly granted: number
  readonly paid: number
  readonly refusals: Readonly<Record<string, number>>
}

const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0)

/** Every request was granted or refused. */
export function countOf({ drop, reservations, refusals }: DropStats): BoardCount {
  const granted = total(reservations)
  return {
    atMs: drop.serverTimeMs,
    requests: granted + total(refusals),
    granted,
    paid: reservations.committed ?? 0,
    refusals,
  }
}

/** More points than a curve is wide are of no use. */
export const MOST_POINTS = 600

/**
 * The counts with a new one behind them. When there are too many, every second one goes, so that
 * a board that hangs for days still shows the whole of it.
 */
export function withCount(counts: readonly BoardCount[], count: BoardCount): readonly BoardCount[] {
  const last = counts.at(-1)
  if (last !== undefined && count.atMs < last.atMs) return counts
  const kept =
    counts.length < MOST_POINTS ? counts : counts.filter((_, at) => (counts.length - at) % 2 === 0)
  return [...kept, count]
}

/** How many a second over the last `spanMs` before the newest count. */
export function rateOf(
  counts: readonly BoardCount[],
  value: (count: BoardCount) => number,
  spanMs = 10_000,
): number {
  const last = counts.at(-1)
  const first = counts.find(({ atMs }) => last !== undefined && atMs >= last.atMs - spanMs)
  if (last === undefined || first === undefined || last.atMs === first.atMs) return 0
  return ((value(last) - value(first)) * 1_000) / (last.atMs - first.atMs)
}
