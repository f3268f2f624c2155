import type { Provider } from '#contracts/providers.ts'
import { textHash } from '#web/kit/text-hash.ts'

/** With what a provider's window sends the shopper back to the checkout. */
export type ProviderReturn =
  | {
      readonly is: 'authorized'
      readonly paymentId: string
      readonly providerKey?: string
      /**
       * Of the confirmation: made of what came back, so that the same return, in whichever browser and
       * however often, is the same attempt. Null: the one that this browser keeps.
       */
      readonly key: string | null
    }
  | { readonly is: 'left'; readonly code: string }

/** What a return adds to the address of the checkout; it is taken away when it has its outcome. */
const FIELDS = [
  ...['paymentKey', 'orderId', 'amount', 'paymentType', 'code', 'message'],
  ...['payment', 'payment_intent', 'payment_intent_client_secret', 'redirect_status'],
] as const

/** Null where the address says nothing of the kind. The sum that it names is not read: ours counts. */
export function readReturn(search: URLSearchParams, provider: Provider): ProviderReturn | null {
  if (provider === 'toss') return tossReturn(search)
  return provider === 'stripe' ? stripeReturn(search) : null
}

/** What Toss calls an order is our payment. */
function tossReturn(search: URLSearchParams): ProviderReturn | null {
  const [providerKey, paymentId, code] = ['paymentKey', 'orderId', 'code'].map(of => search.get(of))
  if (providerKey && isId(paymentId)) {
    const key = `toss:${paymentId}:${textHash(providerKey)}`
    return { is: 'authorized', paymentId, providerKey, key }
  }
  return code ? { is: 'left', code } : null
}

/** `payment` is what the shop itself put into the address to which Stripe leads back. */
function stripeReturn(search: URLSearchParams): ProviderReturn | null {
  const [paymentId, status] = [search.get('payment'), search.get('redirect_status')]
  if (status === null || !isId(paymentId)) return null
  return status === 'failed'
    ? { is: 'left', code: 'redirect_failed' }
    : { is: 'authorized', paymentId, key: null }
}

const isId = (text: string | null | undefined): text is string => /^[0-9a-f-]{36}$/.test(text ?? '')

export function withoutReturn(search: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams(search)
  for (const field of FIELDS) rest.delete(field)
  return rest
}
