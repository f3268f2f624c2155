import { registerHooks } from 'node:module'
import type { Session } from '#contracts/members.ts'

/** Of the browser, what a module of the web needs to be tested without one. Import it first. */
const kept = new Map<string, string>()

export const storage: Storage = {
  get length() {
    return kept.size
  },
  key: at => [...kept.keys()][at] ?? null,
  getItem: name => kept.get(name) ?? null,
  setItem: (name, value) => void kept.set(name, value),
  removeItem: name => void kept.delete(name),
  clear: () => kept.clear(),
}

Object.defineProperty(globalThis, 'localStorage', { value: storage })
Object.defineProperty(globalThis, 'navigator', { value: { onLine: true } })
Object.defineProperty(globalThis, 'window', { value: new EventTarget() })
/** The page, which is shown or in a tab behind others. */
export const tab = Object.assign(new EventTarget(), { hidden: false })
Object.defineProperty(globalThis, 'document', { value: tab })
// Its port would keep the test from ending.
Reflect.deleteProperty(globalThis, 'BroadcastChannel')

/** What is asked for in tests, each at an address of its own name, with the input as its body. */
const asked = [
  ...['stock.reserve', 'stock.joinWaitlist', 'stock.readReservation'],
  ...['orders.placeOrder', 'orders.readOrder', 'orders.listOrders'],
]
const routes = Object.fromEntries(asked.map(name => [name, `POST /${name}`]))
const streamRoutes = { 'stock.drop': 'GET /stock.drop' }
const ROUTES = `export const routes = ${JSON.stringify(routes)}
export const streamRoutes = ${JSON.stringify(streamRoutes)}`

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'virtual:contract-routes'
      ? { url: `data:text/javascript,${encodeURIComponent(ROUTES)}`, shortCircuit: true }
      : next(specifier, context),
})

/** An access token that is good for so long, as far as a page can tell. */
export function aSession(memberId: string, lifeSeconds = 900): Session {
  const claims = btoa(JSON.stringify({ iat: 0, exp: lifeSeconds }))
  const accessToken = `e30.${claims}.${memberId}`
  const member = { memberId, name: memberId, roles: [], emailVerified: true }
  return { accessToken, expiresAtMs: 0, member }
}
