/** Chance that can be had again: the same seed makes the same choices. */
export type SeededChance = {
  /** From 0 to below 1. */
  readonly share: () => number
  /** True so often, as a share of 1. */
  readonly happens: (share: number) => boolean
  readonly between: (from: number, to: number) => number
  /** Exponential, of this mean: how long until the next of many strangers comes. */
  readonly after: (mean: number) => number
}

/** Mulberry32: small, quick, and even enough to choose with. */
export function seededChance(seed: number): SeededChance {
  let state = seed >>> 0
  function share(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    share,
    happens: wanted => share() < wanted,
    between: (from, to) => from + share() * (to - from),
    after: mean => -mean * Math.log(1 - share()),
  }
}
