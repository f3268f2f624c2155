import type { Calls } from '#contracts/operation.ts'
import type { paymentsApi } from '#contracts/payments.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { ProviderWindow } from '#contracts/providers.ts'
import type { Log } from '#platform/measures/log.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Clock } from '#platform/time/clock.ts'

type Deps = {
  readonly payments: Pick<Calls<typeof paymentsApi>, 'readWaysToPay'>
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Log
}

/** What the pages of the shop may load for paying; null where that is nothing. */
export type ReadProviderWindow = () => Promise<ProviderWindow | null>

/** The provider changes when payments starts anew, which may be while this process goes on. */
const KNOWN_MS = 30_000

/**
 * Asks payments, which alone is told of the provider. Only who comes first waits; while payments does
 * not answer, what it said last holds, and before it has said anything nothing may be loaded.
 */
export function providerWindow({ payments, clock, log }: Deps): ReadProviderWindow {
  let known: { readonly window: ProviderWindow | null; readonly askAgainAtMs: number } | null = null
  let asking: Promise<void> | null = null

  async function ask(): Promise<void> {
    try {
      const ways = await payments.readWaysToPay({}, fromService)
      const window = isRefusal(ways) ? null : (ways.window ?? null)
      known = { window, askAgainAtMs: clock.nowMs() + KNOWN_MS }
    } catch (error) {
      log.warn({ err: error }, 'payments does not say what its provider’s window needs')
    } finally {
      asking = null
    }
  }

  return async () => {
    if (known === null || clock.nowMs() >= known.askAgainAtMs) asking ??= ask()
    if (known === null) await asking
    return known?.window ?? null
  }
}
