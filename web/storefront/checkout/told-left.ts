const MINUTE_MS = 60_000
/** From here on time is short. */
export const SHORT_MS = MINUTE_MS
/** A screen reader is told at these, and not each second. */
const TOLD_AT_MS = [5 * MINUTE_MS, MINUTE_MS]

/** The time that is told to be left; never more than there was, where a hold is shorter. */
export function toldLeftMs(leftMs: number, holdMs: number): number | null {
  const toldMs = TOLD_AT_MS.find(atMs => leftMs <= atMs && leftMs > atMs - MINUTE_MS)
  return toldMs === undefined ? null : Math.min(toldMs, holdMs)
}
