/** A span to the millisecond, as a story tells it; which of its ends is the first does not matter. */
export const secondsOf = (ms: number): string => (Math.abs(ms) / 1_000).toFixed(3)
