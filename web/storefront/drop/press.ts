import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { ask } from '#web/kit/ask-shop.ts'
import { inTurn } from '#web/kit/in-turn.ts'
import { pressesDropped } from '#web/kit/press-owner.ts'
import { randomKey } from '#web/kit/random-key.ts'
import { isRefusal } from '#web/kit/refusal.ts'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { type Store, store } from '#web/kit/store.ts'
import { askForUnits, type PressAnswer, type Reserved } from './ask-for-units.ts'
import { forgetPress, type KeptPress, keepPress, keptPress } from './kept-press.ts'

/** What became of the button of a drop. */
export type Press =
  | { readonly is: 'idle' }
  /** Nobody has answered yet. `isCut`: the network is gone; it goes on by itself. */
  | { readonly is: 'asking'; readonly pressedAtMs: number; readonly isCut: boolean }
  | PressAnswer

const presses = new Map<string, Store<Press>>()

// Another member is here, or nobody: what was asked for the one before is nobody's.
pressesDropped.watch(() => {
  for (const state of presses.values()) state.write({ is: 'idle' })
})

/** The press of a drop in this tab; it lives on while one looks at another page. */
export function pressOf(dropId: string): Store<Press> {
  const known = presses.get(dropId) ?? store<Press>({ is: 'idle' })
  presses.set(dropId, known)
  return known
}

/** The session is over, and nothing was decided: the press is kept for after the login. */
const notHere = new Set<string>(['token_missing', 'token_invalid', 'token_expired'])

/** After so long nobody expects a press to go on by itself when a page opens. */
const RESUMES_FOR_MS = 600_000

/**
 * Asks for units, or for a place in the line, until there is an answer: with one key, however often
 * it is pressed, in however many tabs, over however bad a network. Does nothing where it is being
 * asked already.
 */
export async function press(dropId: string, quantity: number): Promise<void> {
  const state = pressOf(dropId)
  if (state.read().is === 'asking') return
  const pressedAtMs = serverNowMs()
  const era = pressesDropped.read()
  const isDropped = () => pressesDropped.read() !== era
  state.write({ is: 'asking', pressedAtMs, isCut: !navigator.onLine })
  // In turn, so that the presses of two tabs at once have one key.
  const kept = await inTurn(`press:${dropId}`, async () => {
    const known = await pressThatHolds(dropId)
    const own = known ?? { key: randomKey(), quantity, pressedAtMs }
    if (!isDropped()) keepPress(dropId, own)
    return own
  })
  const told = await askForUnits(dropId, kept, {
    isDropped,
    asksAgain: isCut => state.write({ is: 'asking', pressedAtMs: kept.pressedAtMs, isCut }),
  })
  if (told === null) return
  if (told.is === 'granted') {
    const { reservationId } = told.reserved
    keepPress(dropId, { ...kept, isSoldOut: false, reservationId })
  } else if (told.is === 'in_line' || !notHere.has(told.code)) forgetPress(dropId)
  state.write(told)
}

/**
 * The kept press, where its units are held or nobody knows yet: asked again with its key, it gives
 * the same. One that is paid or over is none: whoever presses then wants something new.
 */
async function pressThatHolds(dropId: string): Promise<KeptPress | null> {
  const kept = keptPress(dropId)
  if (kept?.reservationId === undefined) return kept
  const { reservationId } = kept
  const answer = await ask('stock.readReservation', { reservationId })
  if (isRefusal(answer)) return answer.refused === 'not_found' ? null : kept
  const { state, expiresAtMs } = answer
  return state === 'pinned' || (state === 'held' && serverNowMs() < expiresAtMs) ? kept : null
}

/** Goes on with a press that had no answer when this page was closed. */
export function resumePress(dropId: string): void {
  const kept = keptPress(dropId)
  if (kept === null || kept.reservationId !== undefined) return
  if (serverNowMs() - kept.pressedAtMs > RESUMES_FOR_MS) forgetPress(dropId)
  else void press(dropId, kept.quantity)
}

/** The unit was let go, paid or lost: the next press is a new one. */
export function endPress(dropId: string): void {
  forgetPress(dropId)
  pressOf(dropId).write({ is: 'idle' })
}

/** Ends the press that got this reservation, and no other that came after it. */
export function endPressOf(dropId: string, reservationId: string): void {
  if (keptPress(dropId)?.reservationId === reservationId) forgetPress(dropId)
  const state = pressOf(dropId).read()
  if (state.is === 'granted' && state.reserved.reservationId === reservationId) takeGrant(dropId)
}

/**
 * What the press was granted, once: good to be shown until the shop has been asked what is held,
 * and null from then on. The key stays kept.
 */
export function takeGrant(dropId: string): Reserved | null {
  const state = pressOf(dropId)
  const told = state.read()
  if (told.is !== 'granted') return null
  state.write({ is: 'idle' })
  return told.reserved
}

/**
 * The place in the line that the press came to, once: from then on the shop tells it, and of the
 * press stays that it was too late.
 */
export function takePlace(dropId: string): WaitlistPlace | null {
  const state = pressOf(dropId)
  const told = state.read()
  if (told.is !== 'in_line') return null
  const { place, pressedAtMs } = told
  state.write({ is: 'refused', code: 'sold_out', pressedAtMs })
  return place
}
