/**
 * What is known of the server's clock: server time minus `performance.now()` lies between these.
 * The phone's own clock is not asked, so that it may be ten minutes wrong.
 */
export type ClockBounds = { readonly lowMs: number; readonly highMs: number; readonly atMs: number }

/** A look at the server's clock: what it said, and when, by `performance.now()`. */
export type ClockSample = {
  readonly serverTimeMs: number
  /** When it was asked; left out where it spoke by itself (a live stream). */
  readonly askedAtMs?: number
  readonly heardAtMs: number
}

/** The server counts whole milliseconds. */
const GRAIN_MS = 1
/** How far two good clocks part: 100 parts in a million. */
const DRIFT = 1e-4

/**
 * Narrows what is known by a sample: the server spoke after it was asked and before it was heard.
 * Where both cannot be true a clock has jumped, and the sample alone counts.
 */
export function narrow(known: ClockBounds | null, sample: ClockSample): ClockBounds | null {
  const { serverTimeMs, askedAtMs, heardAtMs: atMs } = sample
  const lowMs = serverTimeMs - atMs
  const highMs =
    askedAtMs === undefined ? Number.POSITIVE_INFINITY : serverTimeMs + GRAIN_MS - askedAtMs
  if (known === null) return Number.isFinite(highMs) ? { lowMs, highMs, atMs } : null
  const wider = Math.max(0, atMs - known.atMs) * DRIFT
  const both = {
    lowMs: Math.max(lowMs, known.lowMs - wider),
    highMs: Math.min(highMs, known.highMs + wider),
    atMs,
  }
  if (both.lowMs <= both.highMs) return both
  return Number.isFinite(highMs) ? { lowMs, highMs, atMs } : null
}

/** The likeliest: the middle. */
export const offsetOf = ({ lowMs, highMs }: ClockBounds): number => (lowMs + highMs) / 2
