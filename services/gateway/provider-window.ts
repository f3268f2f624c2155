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
/** While payments does not answer, it is asked so often; whoever comes in between does not wait. */
const ASK_AGAIN_MS = 1_000

/**
 * Asks payments, which alone is told of the provider. Only who comes before the first answer
 * waits; while payments does not answer, what it said last holds, and before it has said anything
 * nothing may be loaded.
 */
export function providerWindow({ payments, clock, log }: Deps): ReadProviderWindow {
  let known: { readonly window: ProviderWindow | null } | null = null
  let askAgainAtMs = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | null = null
  let isSilent = false

  async function ask(): Promise<void> {
    try {
      const ways = await payments.readWaysToPay({}, fromService)
      known = { window: isRefusal(ways) ? null : (ways.window ?? null) }
      askAgainAtMs = clock.nowMs() + KNOWN_MS
      if (isSilent) log.info('payments says again what its provider’s window needs')
      isSilent = false
    } catch (error) {
      askAgainAtMs = clock.nowMs() + ASK_AGAIN_MS
      if (!isSilent)
        log.warn({ err: error }, 'payments does not say what its provider’s window needs')
      isSilent = true
    } finally {
      asking = null
    }
  }

  return async () => {
    if (clock.nowMs() >= askAgainAtMs) asking ??= ask()
    if (known === null) await asking
    return known?.window ?? null
  }
}
