import { loadScript } from './load-script.ts'
import type { TossRequest } from './toss-request.ts'
import type { WindowOutcome } from './window-outcome.ts'

type TossPayments = {
  (
    clientKey: string,
  ): {
    payment(of: { readonly customerKey: string }): {
      requestPayment(request: TossRequest): Promise<unknown>
    }
  }
  readonly ANONYMOUS: string
}

declare global {
  var TossPayments: TossPayments | undefined
}

/**
 * Leaves this page for Toss' window, which leads back by the request's addresses; so this has an
 * outcome only where nobody left, or came back by the back button. Who pays, Toss is not told: it
 * would keep their cards under that name.
 */
export async function openTossWindow(
  { scriptUrl, clientKey }: { readonly scriptUrl: string; readonly clientKey: string },
  request: TossRequest,
): Promise<WindowOutcome> {
  try {
    await loadScript(scriptUrl)
  } catch {
    return { is: 'broken' }
  }
  const { TossPayments } = globalThis
  if (TossPayments === undefined) return { is: 'broken' }
  const asked = TossPayments(clientKey)
    .payment({ customerKey: TossPayments.ANONYMOUS })
    .requestPayment(request)
  return Promise.race([asked.then(never, refusalOf), cameBack()])
}

const never = () => new Promise<never>(() => undefined)

const refusalOf = (error: unknown): WindowOutcome => ({ is: 'left', code: codeIn(error) })

const codeIn = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'UNKNOWN'

/** The browser has kept this page as it was, and shows it again. */
function cameBack(): Promise<WindowOutcome> {
  const { promise, resolve } = Promise.withResolvers<WindowOutcome>()
  addEventListener('pageshow', function look({ persisted }) {
    if (!persisted) return
    removeEventListener('pageshow', look)
    resolve({ is: 'left', code: 'USER_CANCEL' })
  })
  return promise
}
