import { ask } from './ask-shop.ts'
import { type ClockBounds, narrow, offsetOf } from './clock-bounds.ts'
import { isRefusal } from './refusal.ts'
import { store } from './store.ts'

let known: ClockBounds | null = null

/** Whether units, money and mails of this shop are not real. It says so on every page. */
export const isRehearsal = store(false)

/** The server's time. Until it has been heard of, this device's own, which may be wrong. */
export const serverNowMs = (): number =>
  known === null ? Date.now() : performance.now() + offsetOf(known)

/** False until the server's clock is known to `withinMs`. */
export const isClockKnown = (withinMs = 2_000): boolean =>
  known !== null && known.highMs - known.lowMs <= withinMs

/** What an answer or a live stream said of the time. With `askedAtMs` it bounds from both sides. */
export function heardServerTime(serverTimeMs: number, askedAtMs?: number): void {
  const heardAtMs = performance.now()
  known = narrow(known, {
    serverTimeMs,
    heardAtMs,
    ...(askedAtMs !== undefined && { askedAtMs }),
  })
}

/** Asks the server for its time once. */
export async function lookAtServerClock(): Promise<void> {
  const askedAtMs = performance.now()
  const answer = await ask('stock.readTime', {})
  if (isRefusal(answer)) return
  heardServerTime(answer.serverTimeMs, askedAtMs)
  isRehearsal.write(answer.rehearsal === true)
}

const SOON_MS = 1_500
/** A drop opens within 50 ms of its instant: its page need not know the time better. */
const NEAR_MS = 100
const LOOKS = 6
const EVERY_MS = 60_000

async function lookUntilNear(looks = LOOKS): Promise<void> {
  await lookAtServerClock()
  const isEnough = looks < LOOKS && isClockKnown(NEAR_MS)
  if (looks > 1 && !isEnough) setTimeout(() => void lookUntilNear(looks - 1), SOON_MS)
}

/**
 * Looks at the server's clock when the page opens (the first journey opens the connection and is
 * the slowest, so once more soon, and again where network or device are slow), every minute, and
 * after the device was asleep, when `performance.now()` may have stood still.
 */
export function keepServerClock(): void {
  void lookUntilNear()
  setInterval(() => void lookAtServerClock(), EVERY_MS)
  const again = () => {
    if (document.visibilityState === 'visible') void lookAtServerClock()
  }
  document.addEventListener('visibilitychange', again)
  window.addEventListener('online', again)
  window.addEventListener('pageshow', ({ persisted }) => persisted && again())
}
