import { hash } from 'node:crypto'
import type { AttemptKey } from './payment-provider.ts'

/** How the simulator treats those who name no `sim_…` key. */
export type SimulatorConfig = {
  /** The share of attempts that are declined, 0 to 1. */
  readonly declineRate: number
  /** The share of attempts that are captured while their answer is lost, 0 to 1. */
  readonly lostRate: number
  /** How long the provider takes. */
  readonly delayMs: number
  /** The same seed gives each attempt of the same payment the same fate. */
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

/** What the simulator will do with an attempt: decided by its key or its ids, never by chance. */
export function simulatedFate(
  config: SimulatorConfig,
  { paymentId, attempt, providerKey }: AttemptKey & { readonly providerKey: string | null },
): SimulatedFate {
  const { delayMs } = config
  switch (providerKey) {
    case 'sim_capture':
      return { outcome: 'captured', answer: 'given', delayMs }
    case 'sim_decline':
      return { outcome: 'declined', answer: 'given', delayMs }
    case 'sim_lost':
      return { outcome: 'captured', answer: 'lost', delayMs }
    case 'sim_slow':
      return { outcome: 'captured', answer: 'given', delayMs: SLOW_MS }
  }
  // One draw for both rates, so that they add up: the lost ones are captured ones.
  const drawn = draw(config, paymentId, attempt)
  if (drawn < config.declineRate) return { outcome: 'declined', answer: 'given', delayMs }
  const lost = drawn < config.declineRate + config.lostRate
  return { outcome: 'captured', answer: lost ? 'lost' : 'given', delayMs }
}

/** A number from 0 up to 1, evenly spread over payments and attempts. */
function draw(
  { declineRate, lostRate, seed }: SimulatorConfig,
  paymentId: string,
  attempt: number,
): number {
  if (declineRate === 0 && lostRate === 0) return 0
  const digest = hash('sha256', `${seed} ${paymentId} ${attempt}`, 'buffer')
  return digest.readUIntBE(0, 6) / 2 ** 48
}
