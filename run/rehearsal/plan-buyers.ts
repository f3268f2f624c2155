import { type SeededChance, seededChance } from './seeded-chance.ts'

/** What a crowd is like. Shares are of 1. */
export type CrowdPlan = {
  readonly buyers: number
  readonly seed: number
  /** Leave after entering payment. */
  readonly leave: number
  /** Have their card declined. */
  readonly decline: number
  /** The crowd comes within this time of the opening, most of it at once. */
  readonly overMs: number
}

/** What one buyer is going to do, decided before the door opens. Instants count from the opening. */
export type BuyerPlan = {
  /** When the page is looked at; before the opening it is negative. */
  readonly looksAtMs: number
  readonly pressesAtMs: number
  readonly isBot: boolean
  readonly clicksTwice: boolean
  /** The net is gone so long after the press, and the answer with it; null for most. */
  readonly netGoesAfterMs: number | null
  readonly enterAfterMs: number
  readonly payAfterMs: number
  /** Once paying has been entered. `tells`: gives the unit back; else the hold runs out. */
  readonly leaves: 'no' | 'tells' | 'silently'
  readonly isDeclined: boolean
  readonly hasSecondCard: boolean
  readonly joinsLine: boolean
}

/** Of all: what the ancestors did not have, and every real crowd has. */
const SHARES = {
  bot: 0.02,
  early: 0.25,
  clicksTwice: 0.08,
  netGoes: 0.03,
  tells: 0.5,
  secondCard: 0.5,
  joinsLine: 0.03,
}

/** The whole crowd of a seed: the same seed plans the same crowd. */
export function planBuyers(plan: CrowdPlan): readonly BuyerPlan[] {
  const chance = seededChance(plan.seed)
  return Array.from({ length: plan.buyers }, () => planBuyer(plan, chance))
}

function planBuyer({ leave, decline, overMs }: CrowdPlan, chance: SeededChance): BuyerPlan {
  const isBot = chance.happens(SHARES.bot)
  const isEarly = isBot || chance.happens(SHARES.early)
  const comesAtMs = isEarly
    ? chance.between(-2_000, -100)
    : Math.min(overMs, chance.after(overMs / 4))
  // Who waits for a countdown presses when it is at zero, as fast as a hand is; a program is faster.
  const reactionMs = isBot ? -40 : 120 + chance.after(250)
  return {
    looksAtMs: comesAtMs,
    pressesAtMs: isEarly ? reactionMs : comesAtMs + 200 + chance.after(600),
    isBot,
    clicksTwice: chance.happens(SHARES.clicksTwice),
    netGoesAfterMs: chance.happens(SHARES.netGoes) ? chance.between(1, 40) : null,
    enterAfterMs: 150 + chance.after(400),
    payAfterMs: 200 + chance.after(500),
    leaves: chance.happens(leave) ? (chance.happens(SHARES.tells) ? 'tells' : 'silently') : 'no',
    isDeclined: chance.happens(decline),
    hasSecondCard: chance.happens(SHARES.secondCard),
    joinsLine: chance.happens(SHARES.joinsLine),
  }
}
