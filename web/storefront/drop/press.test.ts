import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { setImmediate as aTurn } from 'node:timers/promises'
import { aSession, storage } from '#web/kit/browser-stand-in.ts'

// After the stand-in, which says where the shop's addresses are.
const { begin, end } = await import('#web/kit/session.ts')
const { keptPress } = await import('./kept-press.ts')
const { endPressOf, press, pressOf, resumePress, takeGrant, takePlace } = await import('./press.ts')
const { readMine } = await import('./read-mine.ts')

const reserved = { reservationId: 'r', orderId: 'o', expiresAtMs: 10 }
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status })

/** What the shop answers, by the name of what it is asked for. */
let answers: Record<string, () => Response | Promise<Response>> = {}
let asked: string[] = []
globalThis.fetch = async url => {
  const name = String(url).slice(1)
  asked.push(name)
  return answers[name]?.() ?? json({ code: 'not_found' }, 404)
}

beforeEach(() => {
  end()
  asked = []
  answers = {
    'stock.reserve': () => json(reserved),
    'orders.listOrders': () => json({ items: [], nextCursor: null }),
  }
  begin(aSession('a'))
})

test('a granted press is a hint, once: after it only the shop says what is held', async () => {
  await press('d', 1)
  assert.equal(pressOf('d').read().is, 'granted')
  assert.equal(takeGrant('d')?.reservationId, 'r')
  assert.equal(takeGrant('d'), null)
  assert.equal(pressOf('d').read().is, 'idle')
  assert.equal(keptPress('d')?.reservationId, 'r', 'the key still finds the same unit')
})

test('a unit that was let go or paid is not held any more, and the next press is a new one', async () => {
  await press('d', 1)
  endPressOf('d', 'another')
  assert.equal(pressOf('d').read().is, 'granted')
  endPressOf('d', 'r')
  assert.equal(pressOf('d').read().is, 'idle')
  assert.equal(keptPress('d'), null)
})

test('a press stays kept while the shop cannot be asked what became of it', async () => {
  await press('d', 1)
  answers['stock.readReservation'] = () => json({ code: 'internal' }, 500)
  await assert.rejects(readMine('d'))
  assert.equal(keptPress('d')?.reservationId, 'r')
  answers['stock.readReservation'] = () => json({ ...reserved, state: 'released' })
  assert.equal((await readMine('d')).held, null)
  assert.equal(keptPress('d'), null)
})

test('what is held, kept or offered, is told though the orders cannot be read', async () => {
  answers['orders.listOrders'] = () => json({ code: 'try_again' }, 503)
  answers['stock.readReservation'] = () => json({ ...reserved, state: 'held' })
  const told: string[] = []
  const holds = ({ reservationId }: { reservationId: string }) => void told.push(reservationId)
  await assert.rejects(readMine('d', { holds }))
  assert.deepEqual(told, [])
  await assert.rejects(readMine('d', { offered: 'r', holds }))
  await press('d', 1)
  await assert.rejects(readMine('d', { holds }))
  assert.deepEqual(told, ['r', 'r'])
})

const anOrder = (fields: object) => ({
  ...reserved,
  dropId: 'd',
  lines: [],
  history: [],
  ...fields,
})

test('a hold that ran out is known by its reservation, and after a reload by its order', async () => {
  await press('d', 1)
  const over = { ...reserved, position: 2, state: 'expired' }
  answers['stock.readReservation'] = () => json(over)
  assert.deepEqual((await readMine('d')).lapsed, { position: 2, untilMs: 10 })
  const history = [{ state: 'expired', atMs: 11 }]
  const orders = [anOrder({ position: 2, state: 'expired', history })]
  answers['orders.listOrders'] = () => json({ items: orders, nextCursor: null })
  assert.deepEqual((await readMine('d')).lapsed, { position: 2, untilMs: 11 })
  orders.unshift(anOrder({ orderId: 'p', position: 3, state: 'paid' }))
  assert.equal((await readMine('d')).lapsed, null)
})

test('what is sold is bought, though its order has not heard of it', async () => {
  const order = anOrder({
    position: 1,
    state: 'awaiting_payment',
    lines: [{ quantity: 2, returnedQuantity: 0 }],
  })
  answers['orders.listOrders'] = () => json({ items: [order], nextCursor: null })
  answers['stock.readReservation'] = () => json({ ...reserved, state: 'committed' })
  const { bought } = await readMine('d')
  assert.deepEqual(bought, [
    { orderId: 'o', reservationId: 'r', position: 1, units: 2, returned: 0 },
  ])
})

test('what was bought is found behind whatever was ordered since, and nothing older is read', async () => {
  const sold = anOrder({ state: 'paid', position: 1, placedAtMs: 20 })
  const ofRegularSale = (placedAtMs: number) => anOrder({ dropId: undefined, placedAtMs })
  const pages = [
    { items: [ofRegularSale(40), ofRegularSale(30)], nextCursor: 'x' },
    { items: [sold, ofRegularSale(9)], nextCursor: 'y' },
  ]
  answers['orders.listOrders'] = () => json(pages.shift())
  const { bought } = await readMine('d', { openedAtMs: 10 })
  assert.deepEqual(
    bought.map(({ position }) => position),
    [1],
  )
  assert.deepEqual(pages, [])
})

test('who logs in after another finds no press of hers, and presses nothing by coming', async () => {
  const answer = Promise.withResolvers<Response>()
  answers['stock.reserve'] = () => answer.promise
  const pressed = press('d', 1)
  while (!asked.includes('stock.reserve')) await aTurn()
  end()
  begin(aSession('b'))
  assert.equal(pressOf('d').read().is, 'idle')
  resumePress('d')
  answer.resolve(json(reserved))
  await pressed
  assert.deepEqual(asked, ['stock.reserve'])
  assert.equal(pressOf('d').read().is, 'idle')
  assert.equal(keptPress('d'), null)
})

test('a session that ran out keeps the press for its member, and for nobody else', async () => {
  await press('d', 1)
  begin(aSession('a'))
  assert.equal(keptPress('d')?.reservationId, 'r')
  begin(aSession('b'))
  assert.equal(keptPress('d'), null)
  assert.equal(pressOf('d').read().is, 'idle')
})

const soldOut = () => json({ code: 'sold_out' }, 409)
const place = { place: 4, ahead: 3, state: 'waiting' }

test('a press that is too late goes on into the line by itself, and is over then', async () => {
  answers['stock.reserve'] = soldOut
  answers['stock.joinWaitlist'] = () => json(place)
  await press('d', 1)
  assert.deepEqual(asked, ['stock.reserve', 'stock.joinWaitlist'])
  assert.deepEqual(takePlace('d'), place)
  assert.equal(takePlace('d'), null, 'from now on the shop tells the place')
  const told = pressOf('d').read()
  assert.equal(told.is === 'refused' && told.code, 'sold_out')
  assert.equal(keptPress('d'), null)
})

test('who was on the way into the line goes on there after a reload, and asks for no unit', async () => {
  answers['stock.reserve'] = soldOut
  answers['stock.joinWaitlist'] = () => json({ code: 'token_expired' }, 401)
  await press('d', 1)
  assert.equal(keptPress('d')?.isSoldOut, true)
  answers['stock.joinWaitlist'] = () => json(place)
  asked = []
  resumePress('d')
  while (pressOf('d').read().is === 'asking') await aTurn()
  assert.deepEqual(asked, ['stock.joinWaitlist'])
})

test('a unit that came back before anybody waited is taken, by the same key', async () => {
  const answered = [soldOut, () => json(reserved)]
  answers['stock.reserve'] = () => (answered.shift() ?? soldOut)()
  answers['stock.joinWaitlist'] = () => json({ code: 'units_available' }, 409)
  await press('d', 1)
  assert.deepEqual(asked, ['stock.reserve', 'stock.joinWaitlist', 'stock.reserve'])
  assert.equal(pressOf('d').read().is, 'granted')
  assert.equal(keptPress('d')?.isSoldOut, false)
})

test('of several units where fewer are left nothing is taken, and that is said', async () => {
  answers['stock.reserve'] = soldOut
  answers['stock.joinWaitlist'] = () => json({ code: 'units_available' }, 409)
  await press('d', 2)
  const told = pressOf('d').read()
  assert.equal(told.is === 'refused' && told.code, 'units_available')
  assert.equal(keptPress('d'), null)
})

test('logging out leaves no press behind', async () => {
  await press('d', 1)
  end()
  const names = Array.from({ length: storage.length }, (_, at) => storage.key(at))
  assert.deepEqual(names, [])
})
