import type { StripeServer } from '#services/payments/a-stripe-server.ts'
import { aForeignSite } from './a-foreign-site.ts'

/** A double of what Stripe has for browsers: Stripe.js, whose fields stand in a frame of its own. */
export const aStripeSite = (stripe: StripeServer) =>
  aForeignSite(({ path, fields }, url) => {
    if (path === '/clover/stripe.js') return { type: 'text/javascript', text: scriptOf(url) }
    if (path === '/fields') return { type: 'text/html', text: FIELDS }
    const paymentId = stripe.paymentIdOf(fields.get('secret') ?? '')
    const card = fields.get('card')
    if (card !== null) stripe.confirm(paymentId, card === 'good' ? 'captured' : 'declined')
    const error = { type: 'card_error', code: 'card_declined', decline_code: 'insufficient_funds' }
    const told =
      card === 'poor' ? { error } : { paymentIntent: { status: stripe.statusOf(paymentId) } }
    return { type: 'application/json', text: JSON.stringify(told) }
  })

const scriptOf = (url: string) => `
  const ask = async fields =>
    (await fetch('${url}/intent?' + new URLSearchParams(fields), { method: 'POST' })).json()
  globalThis.Stripe = publishableKey => {
    if (!publishableKey.startsWith('pk_test_')) throw new Error('no publishable key')
    return {
      retrievePaymentIntent: secret => ask({ secret }),
      elements: ({ clientSecret }) => {
        const frame = document.createElement('iframe')
        frame.src = '${url}/fields'
        frame.title = 'Secure payment input frame'
        const told = {}
        frame.onload = () => told.ready?.()
        addEventListener('message', ({ data, origin }) => {
          if (origin === '${url}') told.card = data
        })
        return {
          told: () => ({ secret: clientSecret, card: told.card ?? '' }),
          create: () => ({
            mount: place => place.append(frame),
            destroy: () => frame.remove(),
            once: (event, then) => (told[event] = then),
          }),
        }
      },
      confirmPayment: ({ elements, redirect }) =>
        redirect === 'if_required' && elements.told().card !== ''
          ? ask(elements.told())
          : { error: { type: 'validation_error' } },
    }
  }
`

const FIELDS = `<!doctype html><title>Card</title>
  <button onclick="parent.postMessage('poor', '*')">Card without money</button>
  <button onclick="parent.postMessage('good', '*')">Card with money</button>`
