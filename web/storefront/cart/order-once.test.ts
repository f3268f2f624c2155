import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { OrderState } from '#contracts/orders.ts'
import { aSession } from '#web/kit/browser-stand-in.ts'
import { hasKey } from '#web/kit/press-key.ts'
import { isRefusal } from '#web/kit/refusal.ts'

// After the stand-in, which says where the shop's addresses are.
const { begin, end } = await import('#web/kit/session.ts')
const { orderOnce } = await import('./order-once.ts')

begin(aSession('a'))
after(end)

/** A shop that answers a key with what it said at first, whatever became of that order since. */
const orders = new Map<string, { orderId: string; state: string }>()
const said = new Map<string, string>()
let isCut: Record<string, boolean> = {}
globalThis.fetch = async (url, { headers = {}, body } = {}) => {
  const name = String(url).slice(1)
  const answer = name === 'orders.placeOrder' ? place(new Headers(headers)) : read(`${body}`)
  if (isCut[name]) throw new TypeError('the network is gone')
  return answer
}

function place(headers: Headers): Response {
  const key = headers.get('idempotency-key') ?? ''
  if (!said.has(key)) {
    const order = { orderId: `order ${said.size + 1}`, state: 'awaiting_payment' }
    orders.set(order.orderId, order)
    said.set(key, JSON.stringify(order))
  }
  return new Response(said.get(key), { status: 201 })
}

function read(body: string): Response {
  const order = orders.get(JSON.parse(body).orderId)
  return order ? Response.json(order) : Response.json({ code: 'not_found' }, { status: 404 })
}

/** What the press led to: an order, or why to none. */
async function press(): Promise<string> {
  const answer = await orderOnce('buy', { fromCart: true })
  return isRefusal(answer) ? answer.refused : answer.orderId
}

/** An order that was made, and whose answer nobody heard. */
async function lost(): Promise<string> {
  isCut = { 'orders.placeOrder': true }
  assert.equal(await press(), 'unreachable')
  isCut = {}
  return `order ${said.size}`
}

test('an order that nobody heard of is led to while it is to be paid, and the next is another', async () => {
  const first = await lost()
  assert.equal(await press(), first)
  assert.equal(hasKey('buy'), false)
  const second = await press()
  assert.notEqual(second, first)
  assert.notEqual(await press(), second)
})

test('what was paid since, or is over, is not sold again as the next one', async () => {
  const others = OrderState.anyOf.map(({ const: state }) => state)
  for (const state of others.filter(known => known !== 'awaiting_payment')) {
    const first = await lost()
    orders.set(first, { orderId: first, state })
    const count = said.size
    assert.equal(await press(), `order ${count + 1}`, state)
  }
  orders.delete(await lost())
  const count = said.size
  assert.equal(await press(), `order ${count + 1}`, 'nobody knows it any more')
})

test('what cannot be looked at is neither sold again nor said to be new', async () => {
  const first = await lost()
  isCut = { 'orders.readOrder': true }
  assert.equal(await press(), 'unreachable')
  isCut = {}
  assert.equal(await press(), first)
})
