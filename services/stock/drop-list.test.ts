import assert from 'node:assert/strict'
import { after, suite, test } from 'node:test'
import type { Drop } from '#contracts/drops.ts'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())
const { clock } = stock

type State = 'upcoming' | 'open' | 'ended'

async function listed(state?: State, limit = 100, pages = 1, productId?: string): Promise<Drop[]> {
  const drops: Drop[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages; page++) {
    const asked = { limit, ...(state && { state }), ...(productId && { productId }) }
    const input = { ...asked, ...(cursor !== null && { cursor }) }
    const answer = await stock.calls.listDrops(input, fromService)
    assert(!isRefusal(answer))
    drops.push(...answer.items)
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  return drops
}
const idsOf = (drops: readonly Drop[]) => drops.map(({ dropId }) => dropId)

suite('The list of drops', () => {
  test('upcoming and open by their opening, ended the last first; paused and sold out are open', async () => {
    const ended = [
      await stock.aDrop({ closesInMs: 100 }),
      await stock.aDrop({ closesInMs: 200 }),
      await stock.aDrop({ closesInMs: 150 }),
    ]
    clock.advance(200)
    const [paused, soldOut, open] = [
      await stock.aDrop({ opensInMs: -30 }),
      await stock.aDrop({ opensInMs: -20, units: 1 }),
      await stock.aDrop({ opensInMs: -10 }),
    ]
    await stock.calls.pauseDrop({ dropId: paused.dropId }, stock.merchant)
    await stock.reserved(soldOut)
    const closed = await stock.aDrop({ opensInMs: -40, closesInMs: 10_000 })
    await stock.calls.closeDrop({ dropId: closed.dropId }, stock.merchant)
    const upcoming = [
      await stock.aDrop({ opensInMs: 3_000 }),
      await stock.aDrop({ opensInMs: 1_000 }),
      await stock.aDrop({ opensInMs: 2_000 }),
    ]
    const [first, second, third] = upcoming
    const [early, late, middle] = ended
    assert(first && second && third && early && late && middle)
    assert.deepEqual(idsOf(await listed('upcoming')), idsOf([second, third, first]))
    const openOnes = await listed('open')
    assert.deepEqual(idsOf(openOnes), idsOf([paused, soldOut, open]))
    assert.deepEqual(
      openOnes.map(({ state }) => state),
      ['paused', 'sold_out', 'open'],
    )
    assert.deepEqual(idsOf(await listed('ended')), idsOf([closed, late, middle, early]))
    const all = await listed()
    assert.equal(all.length, 10)
    assert.deepEqual(
      all.map(({ opensAtMs }) => opensAtMs),
      all.map(({ opensAtMs }) => opensAtMs).toSorted((a, b) => a - b),
    )
  })

  test('read page by page it is the same list, also where instants are equal', async () => {
    await Promise.all(Array.from({ length: 9 }, () => stock.aDrop({ opensInMs: 500 })))
    await Promise.all(Array.from({ length: 5 }, () => stock.aDrop({ closesInMs: 50 })))
    clock.advance(50)
    for (const state of ['upcoming', 'open', 'ended', undefined] as const) {
      const whole = idsOf(await listed(state))
      for (const limit of [1, 2, 5]) {
        assert.deepEqual(idsOf(await listed(state, limit, 100)), whole, `${state} by ${limit}`)
      }
    }
  })

  test('of one product it has all of its drops and no other, page by page', async () => {
    const skuId = await stock.aSku({ units: 100 })
    const plan = (opensInMs: number, closesInMs: number) =>
      stock.aDrop({ skuId, units: 10, opensInMs, closesInMs })
    const drops = [await plan(0, 50), await plan(0, 900), await plan(700, 900)]
    const productId = drops[0]?.productId ?? ''
    clock.advance(50)
    const listOf = (state?: State, limit?: number, pages = 1) =>
      listed(state, limit, pages, productId).then(idsOf)
    const [ended, open, upcoming] = idsOf(drops)
    assert.deepEqual(await listOf('ended'), [ended])
    assert.deepEqual(await listOf('open', 1, 9), [open])
    assert.deepEqual(await listOf('upcoming'), [upcoming])
    assert.deepEqual((await listOf(undefined, 1, 9)).sort(), idsOf(drops).sort())
    assert.deepEqual(await listed(undefined, 9, 1, uuidv7(0)), [])
  })

  test('a cursor that was not given out is refused', async () => {
    for (const cursor of ['x', 'bnVsbA', Buffer.from('{"atMs":"now"}').toString('base64url')]) {
      const answer = await stock.calls.listDrops({ cursor }, fromService)
      assert.equal(isRefusal(answer) && answer.refused, 'invalid_request')
    }
  })
})

suite('A SKU', () => {
  test('names the drop that sells it: the open one, else the next, else the last', async () => {
    const skuId = await stock.aSku({ units: 100 })
    const named = async () => {
      const answer = await stock.calls.readSkus({ skuIds: [skuId, uuidv7(0)] }, fromService)
      assert(!isRefusal(answer))
      assert.equal(answer.skus.length, 1, 'unknown ones are left out')
      const [sku] = answer.skus
      return [sku?.drop?.dropId, sku?.drop?.state]
    }
    assert.deepEqual(await named(), [undefined, undefined])
    const plan = (opensInMs: number, closesInMs: number) =>
      stock.aDrop({ skuId, units: 10, opensInMs, closesInMs })
    const open = await plan(0, 100)
    const later = await plan(300, 400)
    const next = await plan(200, 350)
    assert.deepEqual(await named(), [open.dropId, 'open'])
    clock.advance(100)
    assert.deepEqual(await named(), [next.dropId, 'upcoming'])
    clock.advance(200)
    assert.deepEqual(await named(), [next.dropId, 'open'])
    clock.advance(50)
    assert.deepEqual(await named(), [later.dropId, 'open'])
    clock.advance(50)
    assert.deepEqual(await named(), [later.dropId, 'ended'])
  })

  test('tells what it costs in its drop, of which everybody hears when that changes', async () => {
    const { dropId, skuId } = await stock.aDrop({ opensInMs: 1_000, amountMinor: 51_000 })
    const heard = new Set<unknown>()
    const stop = stock.live.subscribe('drops', news => heard.add((news as Drop).dropId))
    const price = { amountMinor: 52_000, currency: 'KRW' }
    await stock.calls.changeDrop({ dropId, price }, stock.merchant)
    stop()
    assert.ok(heard.has(dropId))
    const answer = await stock.calls.readSkus({ skuIds: [skuId] }, fromService)
    assert(!isRefusal(answer))
    assert.deepEqual(answer.skus[0]?.drop?.price, price)
  })
})

suite('What moves about a drop', () => {
  test('is told as it happens: units, pauses, the opening and the closing', async () => {
    const drop = await stock.aDrop({ units: 2, opensInMs: 100, closesInMs: 1_000 })
    const { dropId, skuId } = drop
    const heard: unknown[] = []
    const states: unknown[] = []
    const stop = stock.live.subscribe(`drop:${dropId}`, news => heard.push(news))
    stock.live.subscribe('drops', news => {
      if ((news as { dropId: string }).dropId === dropId) states.push(news)
    })
    const last = () => heard.at(-1)
    const { title, price, opensAtMs, closesAtMs, limitPerMember, holdMs } = drop
    const plan = { title, price, opensAtMs, closesAtMs, limitPerMember, holdMs }
    const said = (remaining: number, state: string, units = 2) => ({
      ...{ units, remaining, state, waiting: 0, ...plan, serverTimeMs: clock.nowMs() },
    })
    await stock.run('stock.tell_instants')
    const told = heard.length
    await stock.run('stock.tell_instants')
    assert.equal(heard.length, told, 'nothing is told twice')
    clock.advance(100)
    await stock.run('stock.tell_instants')
    assert.deepEqual(last(), said(2, 'open'))
    const held = await stock.reserved(drop)
    assert.deepEqual(last(), said(1, 'open'))
    await stock.reserved(drop)
    assert.deepEqual(last(), said(0, 'sold_out'))
    await stock.calls.releaseReservation({ reservationId: held.reservationId }, held.member)
    assert.deepEqual(last(), said(1, 'open'))
    await stock.calls.pauseDrop({ dropId }, stock.merchant)
    assert.deepEqual(last(), said(1, 'paused'))
    assert.deepEqual(await stock.calls.readDropLive({ dropId }, fromService), last())
    await stock.calls.adjustSku({ skuId, delta: 1, reason: 'found' }, stock.merchant)
    await stock.calls.changeDropUnits({ dropId, delta: 1, reason: 'more' }, stock.merchant)
    assert.deepEqual(last(), said(2, 'paused', 3))
    clock.advance(900)
    await stock.run('stock.tell_instants')
    assert.deepEqual(last(), said(2, 'ended', 3))
    await stock.run('stock.let_go')
    assert.deepEqual(last(), said(0, 'ended', 1))
    stop()
    assert.deepEqual(
      states.map(news => (news as { state: string }).state),
      ['upcoming', 'open', 'sold_out', 'open', 'paused', 'ended'].slice(told === 0 ? 1 : 0),
    )
    assert.deepEqual(states.at(-1), {
      ...{ dropId, skuId, state: 'ended' },
      ...{ opensAtMs: drop.opensAtMs, closesAtMs: drop.closesAtMs },
    })
  })

  test('an edit before the opening is told at once, to whoever looks already', async () => {
    const drop = await stock.aDrop({ opensInMs: 60_000, closesInMs: 900_000 })
    const { dropId } = drop
    const heard: unknown[] = []
    const stop = stock.live.subscribe(`drop:${dropId}`, news => heard.push(news))
    const edit = {
      ...{ title: 'The last ones', price: { amountMinor: 18_000, currency: 'KRW' } },
      ...{ opensAtMs: clock.nowMs() + 9_000, closesAtMs: clock.nowMs() + 90_000 },
      ...{ limitPerMember: 1, holdMs: 5_000 },
    }
    await stock.calls.changeDrop({ dropId, ...edit }, stock.merchant)
    stop()
    const { units, remaining, waiting, state, serverTimeMs } = drop
    assert.deepEqual(heard, [{ units, remaining, waiting, state, serverTimeMs, ...edit }])
  })

  test('the units of its SKU too', async () => {
    const drop = await stock.aDrop({ units: 2, stock: 5 })
    const { dropId, skuId } = drop
    const heard: unknown[] = []
    stock.live.subscribe('skus', news => heard.push(news))
    const delta = 1
    await stock.calls.changeDropUnits({ dropId, delta, reason: 'more' }, stock.merchant)
    await stock.calls.adjustSku({ skuId, delta: 4, reason: 'found' }, stock.merchant)
    await stock.calls.closeDrop({ dropId }, stock.merchant)
    assert.deepEqual(heard, [
      [{ skuId, available: 2 }],
      [{ skuId, available: 6 }],
      [{ skuId, available: 9 }],
    ])
  })

  test('who listens and breaks takes nothing from whoever asked', async () => {
    await using stock = await aStock()
    const drop = await stock.aDrop({ units: 1, limitPerMember: 1 })
    stock.live.subscribe(`drop:${drop.dropId}`, () => {
      throw new Error('a broken listener')
    })
    const { reservationId, member } = await stock.reserved(drop)
    assert.equal(await stock.calls.releaseReservation({ reservationId }, member), null)
    const next = await stock.reserved(drop)
    const payment = stock.aPayment(next)
    await stock.pin(payment)
    await stock.capture(payment)
    const sold = await stock.database.read.findReservation(next)
    assert.equal(sold?.state, 'committed')
    assert.equal((await stock.reserved(drop, next.member)).text, next.text)
  })

  test('of a drop that is nowhere there is nothing', async () => {
    const nowhere = { dropId: uuidv7(0) }
    assert.deepEqual(await stock.calls.readDrop(nowhere, fromService), { refused: 'not_found' })
    assert.deepEqual(await stock.calls.readDropLive(nowhere, fromService), {
      refused: 'not_found',
    })
  })

  test('the time is that of the clock that decides', async () => {
    clock.advance(7)
    assert.deepEqual(await stock.calls.readTime({}, fromService), {
      serverTimeMs: clock.nowMs(),
    })
  })
})
