/** Milliseconds until the next try after so many failed ones: 1, 2, 4 … s, `longestMs` at most. */
export function backoffMs(failures: number, longestMs: number): number {
  return Math.min(longestMs, FIRST_MS * 2 ** failures)
}

const FIRST_MS = 1_000
