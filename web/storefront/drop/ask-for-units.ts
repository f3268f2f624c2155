import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { ask } from '#web/kit/ask-shop.ts'
import type { Code, Output } from '#web/kit/contract.ts'
import { isRefusal, type Refusal } from '#web/kit/refusal.ts'
import { type KeptPress, keepPress } from './kept-press.ts'
import { isAskedAgain, pauseMs } from './until-answered.ts'
import { waitOrNetwork } from './wait-or-network.ts'

export type Reserved = Output<'stock.reserve'>

type Refused = Refusal<Code<'stock.reserve'> | Code<'stock.joinWaitlist'>>

/** What the shop decided about a press: units, a place in the line, or neither. */
export type PressAnswer =
  | { readonly is: 'granted'; readonly reserved: Reserved }
  | { readonly is: 'in_line'; readonly place: WaitlistPlace; readonly pressedAtMs: number }
  | { readonly is: 'refused'; readonly code: Refused['refused']; readonly pressedAtMs: number }

type Around = {
  /** Nobody waits for the answer any more. */
  readonly isDropped: () => boolean
  /** It is asked again in a moment. `isCut`: the network is gone. */
  readonly asksAgain: (isCut: boolean) => void
}

/**
 * Asks for units with the key of the press until there is an answer. Where all are taken it goes on
 * into the line, because one press is answered in one step; that is kept with the press, so that a
 * reload goes on from there. Null where it was dropped.
 */
export async function askForUnits(
  dropId: string,
  kept: KeptPress,
  { isDropped, asksAgain }: Around,
): Promise<PressAnswer | null> {
  let press = kept
  for (let attempt = 0; !isDropped(); attempt++) {
    const answer = await (press.isSoldOut ? askForPlace : askForUnit)(dropId, press)
    if (isDropped()) break
    if (!isRefusal(answer)) return answer
    const code = answer.refused
    if (code === 'sold_out' || isFreeAgain(code, press)) {
      press = { ...press, isSoldOut: code === 'sold_out' }
      keepPress(dropId, press)
      // The line grows meanwhile.
      if (press.isSoldOut) continue
    } else if (!(isAskedAgain(answer) || isTooEarly(answer))) {
      return { is: 'refused', code, pressedAtMs: press.pressedAtMs }
    }
    asksAgain(code === 'unreachable')
    await waitOrNetwork(waitMsOf(answer, attempt))
  }
  return null
}

async function askForUnit(dropId: string, press: KeptPress): Promise<PressAnswer | Refused> {
  const { key, quantity } = press
  const answer = await ask('stock.reserve', { dropId, quantity }, { key })
  return isRefusal(answer) ? answer : { is: 'granted', reserved: answer }
}

/** Who waits already keeps the place: it may be asked for any number of times. */
async function askForPlace(
  dropId: string,
  { quantity, pressedAtMs }: KeptPress,
): Promise<PressAnswer | Refused> {
  const answer = await ask('stock.joinWaitlist', { dropId, quantity })
  return isRefusal(answer) ? answer : { is: 'in_line', place: answer, pressedAtMs }
}

/** One came back before anybody waited. Of several, fewer may be free than were asked for. */
const isFreeAgain = (code: string, { quantity }: KeptPress) =>
  code === 'units_available' && quantity === 1

/** A drop that opens so much later was put off, and nobody's press waits for that. */
const PUT_OFF_MS = 5_000

const opensInMs = ({ details: { opensAtMs, serverTimeMs } }: Refused): number =>
  Number(opensAtMs) - Number(serverTimeMs)

const isTooEarly = (answer: Refused) =>
  answer.refused === 'drop_not_open' && opensInMs(answer) < PUT_OFF_MS

/** A press that came a moment too early waits for the opening, as the server's clock tells it. */
const waitMsOf = (refusal: Refused, attempt: number): number =>
  refusal.refused === 'drop_not_open' ? Math.max(20, opensInMs(refusal)) : pauseMs(refusal, attempt)
