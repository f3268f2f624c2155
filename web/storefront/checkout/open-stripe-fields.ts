import { loadScript } from './load-script.ts'
import { isHeld, type StripeResult, stripeOutcome } from './stripe-outcome.ts'
import type { WindowOutcome } from './window-outcome.ts'

type StripeElement = {
  mount(place: HTMLElement): void
  destroy(): void
  once(event: 'ready' | 'loaderror', then: () => void): void
}

type Elements = { create(kind: 'payment'): StripeElement }

type Stripe = {
  elements(options: object): Elements
  retrievePaymentIntent(clientSecret: string): Promise<StripeResult>
  confirmPayment(options: {
    readonly elements: Elements
    readonly confirmParams: { readonly return_url: string }
    readonly redirect: 'if_required'
  }): Promise<StripeResult>
}

declare global {
  var Stripe: ((publishableKey: string, options: object) => Stripe) | undefined
}

export type StripeFields = {
  /** What they ask of the shopper: nothing where the bank holds the money already. */
  readonly ask: 'fields' | 'nothing'
  /** The shopper agrees. Methods that need another page leave this one, and lead back to `backUrl`. */
  confirm(backUrl: string): Promise<WindowOutcome>
  remove(): void
}

/** Where a script and the fields of an entered payment come from, and how they look. */
type Settings = {
  readonly scriptUrl: string
  readonly client: Readonly<Record<string, string>>
  readonly locale: string
}

/**
 * Puts Stripe's own fields (Payment Element) into a place of this page; what is typed there goes to
 * Stripe alone. Where the bank holds the money already nothing is asked. Rejects where they do not come.
 */
export async function openStripeFields(
  place: HTMLElement,
  { scriptUrl, client, locale }: Settings,
): Promise<StripeFields> {
  await loadScript(scriptUrl)
  const { publishableKey = '', clientSecret = '' } = client
  const stripe = globalThis.Stripe?.(publishableKey, { locale })
  if (stripe === undefined) throw new Error('the script of Stripe brought no Stripe')
  const isAlreadyHeld = async () => {
    const { paymentIntent } = await stripe.retrievePaymentIntent(clientSecret)
    return isHeld(paymentIntent?.status)
  }
  if (await isAlreadyHeld()) {
    return {
      ask: 'nothing',
      // What the bank held it may have let go since, and then there is something to ask for.
      confirm: async () => ((await isAlreadyHeld()) ? { is: 'authorized' } : { is: 'broken' }),
      remove: () => undefined,
    }
  }
  const elements = stripe.elements({ clientSecret, appearance: appearanceOf(place) })
  const element = elements.create('payment')
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  element.once('ready', resolve)
  element.once('loaderror', () => reject(new Error('the fields of Stripe did not come')))
  element.mount(place)
  await promise
  return {
    ask: 'fields',
    async confirm(backUrl) {
      const confirmParams = { return_url: backUrl }
      return stripeOutcome(
        await stripe.confirmPayment({ elements, confirmParams, redirect: 'if_required' }),
      )
    },
    remove: () => element.destroy(),
  }
}

/** The colours of the page around, light or dark, as they are where the fields come. */
function appearanceOf(place: HTMLElement) {
  const { color, backgroundColor, borderColor } = getComputedStyle(place)
  return {
    variables: {
      ...{ colorText: color, colorTextSecondary: color, colorPrimary: color },
      ...{ colorBackground: backgroundColor, borderRadius: '12px', fontSizeBase: '16px' },
    },
    rules: { '.Input': { borderColor } },
  }
}
