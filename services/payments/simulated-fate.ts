import { hash } from 'node:crypto'

/** How the simulator treats those who name no `sim_…` key. */
export type SimulatorConfig = {
  /** The share of attempts that are declined, 0 to 1. */
  readonly declineRate: number
  /** The share of attempts that are captured while their answer is lost, 0 to 1. */
  readonly lostRate: number
  /** How long the provider takes. */
  readonly delayMs: number
  /** The same seed gives the first attempt, the second, … the same fate in each run. */
  readonly seed: number
}

/** Captures everything at once. */
export const obliging: SimulatorConfig = { declineRate: 0, lostRate: 0, delayMs: 0, seed: 0 }

export type SimulatedFate = {
  readonly outcome: 'captured' | 'declined'
  readonly answer: 'given' | 'lost'
  /** From the request to the capture and its answer. */
  readonly delayMs: number
}

const SLOW_MS = 5_000

/** What a `sim_…` key asks for; null for any other, and for none. */
export function orderedFate(
  { delayMs }: SimulatorConfig,
  providerKey: string | null,
): SimulatedFate | null {
  switch (providerKey) {
    case 'sim_capture':
      return { outcome: 'captured', answer: 'given', delayMs }
    case 'sim_decline':
      return { outcome: 'declined', answer: 'given', delayMs }
    case 'sim_lost':
      return { outcome: 'captured', answer: 'lost', delayMs }
    case 'sim_slow':
      return { outcome: 'captured', answer: 'given', delayMs: SLOW_MS }
    default:
      return null
  }
}

/**
 * What becomes of the attempt of this number, 1, 2, 3 …, that ordered nothing: told by the seed,
 * never by chance. Ids would be chance: they are others in each run.
 */
export function drawnFate(config: SimulatorConfig, number: number): SimulatedFate {
  const { delayMs } = config
  // One draw for both rates, so that they add up: the lost ones are captured ones.
  const drawn = draw(config.seed, number)
  if (drawn < config.declineRate) return { outcome: 'declined', answer: 'given', delayMs }
  const lost = drawn < config.declineRate + config.lostRate
  return { outcome: 'captured', answer: lost ? 'lost' : 'given', delayMs }
}

/** A number from 0 up to 1, evenly spread over attempts and seeds. */
function draw(seed: number, number: number): number {
  const digest = hash('sha256', `${seed} ${number}`, 'buffer')
  return digest.readUIntBE(0, 6) / 2 ** 48
}
