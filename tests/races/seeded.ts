import type { TestContext } from 'node:test'

/** Chance that can be had again: the same seed makes the same choices. */
export type Chance = {
  /** From 0 to below this. */
  below(limit: number): number
  pick<T>(of: readonly T[]): T
  /** True so many times in a hundred. */
  percent(share: number): boolean
  shuffled<T>(of: readonly T[]): T[]
}

/** A new seed, or the one of the command line (`node tests/races/<name>.test.ts --seed=7`). Told. */
export function aSeed(context: Pick<TestContext, 'diagnostic'>): number {
  const given = process.argv.find(word => word.startsWith('--seed='))?.slice('--seed='.length)
  const seed = Number(given ?? Math.floor(Math.random() * 2 ** 31))
  context.diagnostic(`seed ${seed}`)
  return seed
}

/** Mulberry32: small, quick, and even enough to choose with. */
export function chance(seed: number): Chance {
  let state = seed >>> 0
  function below(limit: number): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }
  function pick<T>(of: readonly T[]): T {
    if (of.length === 0) throw new Error('there is nothing to choose from')
    return of[below(of.length)] as T
  }
  return {
    below,
    pick,
    percent: share => below(100) < share,
    shuffled(of) {
      const rest = [...of]
      return of.map(() => rest.splice(below(rest.length), 1)[0] as (typeof rest)[number])
    },
  }
}

/** Some turns of the event loop, so that what is asked meanwhile comes in another batch. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}
