// What the scripts share: the crowd, and what a shopper and an admin do. Told by the environment:
//   SHOP             where the shop is (http://localhost:8080)
//   CROWD            the file of `npm run crowd` (crowd.jsonl)
//   ADMIN_EMAIL, ADMIN_PASSWORD   who plans the drop of the run
import { SharedArray } from 'k6/data'
import http from 'k6/http'
import { Counter, Rate } from 'k6/metrics'

export const shop = __ENV.SHOP || 'http://localhost:8080'

/** Read once for all virtual users; each line has a member's access token, good for an hour. */
export const crowd = new SharedArray('crowd', () =>
  open(__ENV.CROWD || `${__ENV.PWD}/crowd.jsonl`)
    .trim()
    .split('\n')
    .map(line => JSON.parse(line).accessToken),
)

/** Answers that the shop owes nobody: 500, another refusal than was to be expected, or none. */
export const broken = new Rate('broken')
export const granted = new Counter('granted')
export const paid = new Counter('paid')

/** A sold-out drop answers 409: that is an answer, and no failure. */
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }, 409))

export function key() {
  return `k6-${__VU}-${__ITER}-${Math.random().toString(36).slice(2)}`
}

export function asMember(at) {
  return crowd[at % crowd.length]
}

function headers(token, idempotencyKey) {
  return {
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
  }
}

/** `name` gathers addresses that differ by an id alone. */
export function ask(method, path, { name, token, idempotencyKey, body } = {}) {
  return http.request(method, shop + path, body === undefined ? null : JSON.stringify(body), {
    headers: headers(token, idempotencyKey),
    tags: { name: name || path },
  })
}

/** For setup: an admin's drop that is open from now on. Gives its id and its product's. */
export function planDrop(units, limitPerMember) {
  const login = ask('POST', '/api/sessions', {
    body: { email: __ENV.ADMIN_EMAIL, password: __ENV.ADMIN_PASSWORD, tokens: 'body' },
  })
  if (login.status !== 201) throw new Error(`ADMIN_EMAIL and ADMIN_PASSWORD: ${login.body}`)
  const token = login.json('accessToken')
  const price = { amountMinor: 19900, currency: 'KRW' }
  const product = ask('POST', '/api/admin/products', {
    token,
    body: { title: 'k6', description: '', kind: 'drop', price, skus: [{ options: {}, units }] },
  }).json()
  const opensAtMs = Date.now() - 1000
  const drop = ask('POST', '/api/admin/drops', {
    token,
    body: {
      skuId: product.skus[0].skuId,
      price,
      units,
      opensAtMs,
      closesAtMs: opensAtMs + 7200000,
      limitPerMember,
    },
  })
  if (drop.status !== 201) throw new Error(`the drop was not planned: ${drop.body}`)
  return { dropId: drop.json('dropId'), productId: product.productId }
}

export function reserve(dropId, token) {
  const answer = ask('POST', `/api/drops/${dropId}/reservations`, {
    name: 'reserve',
    token,
    idempotencyKey: key(),
    body: { quantity: 1 },
  })
  broken.add(![201, 409, 503].includes(answer.status))
  if (answer.status === 201) granted.add(1)
  return answer
}

/** Enters and confirms. True where the money was taken. */
export function pay(orderId, token) {
  const entered = ask('POST', '/api/payments', {
    name: 'enter',
    token,
    idempotencyKey: key(),
    body: { orderId, method: 'card' },
  })
  broken.add(entered.status !== 201)
  if (entered.status !== 201) return false
  const confirmed = ask('POST', `/api/payments/${entered.json('paymentId')}/confirmation`, {
    name: 'pay',
    token,
    idempotencyKey: key(),
    body: { providerKey: 'sim_capture' },
  })
  const isPaid = confirmed.status === 200 && confirmed.json('state') === 'captured'
  broken.add(confirmed.status !== 200)
  if (isPaid) paid.add(1)
  return isPaid
}
