import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { type AStock, aStock } from '#services/stock/a-stock.ts'
import { aSeed, chance, turns } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'

type Held = Awaited<ReturnType<AStock['reserved']>>
type Member = ReturnType<AStock['aMember']>

const UNITS = 300
const WAITING = 1_000
const HOLD_MS = 60_000

/** A drop all of whose units are held, and a thousand who wait, in the order of their tickets. */
async function aLine(stock: AStock) {
  const drop = await stock.aDrop({ units: UNITS, limitPerMember: 1, holdMs: HOLD_MS })
  const holders = await Promise.all(Array.from({ length: UNITS }, () => stock.reserved(drop)))
  const members = Array.from({ length: WAITING }, () => stock.aMember())
  const { dropId } = drop
  for (let from = 0; from < WAITING; from += 100) {
    const some = members.slice(from, from + 100)
    const joined = await Promise.all(
      some.map(member => stock.calls.joinWaitlist({ dropId, quantity: 1 }, member)),
    )
    assert.ok(!joined.some(isRefusal), 'everybody may wait')
  }
  const { waitlist } = await stock.database.read.readRows({ dropId })
  const byId = new Map(members.map(member => [member.memberId, member]))
  const line = waitlist.flatMap(({ member_id }) => byId.get(member_id) ?? [])
  assert.equal(line.length, WAITING)
  return { drop, holders, line }
}

/** Those whose entry is not waiting any more: they must be the first of the line. */
async function served(stock: AStock, dropId: string): Promise<string[]> {
  const { waitlist } = await stock.database.read.readRows({ dropId })
  return waitlist.filter(({ state }) => state !== 'waiting').map(({ member_id }) => member_id)
}

const idsOf = (members: readonly Member[]) => members.map(({ memberId }) => memberId)

async function pay(stock: AStock, member: Member, dropId: string): Promise<void> {
  const place = await stock.calls.readWaitlistPlace({ dropId }, member)
  assert(!isRefusal(place) && place.reservationId !== undefined, 'an offer is there')
  const { memberId } = member
  const payment = stock.aPayment({ memberId, reservationId: place.reservationId })
  await stock.pin(payment)
  await stock.capture(payment)
}

const release = (stock: AStock, { reservationId, member }: Held) =>
  stock.calls.releaseReservation({ reservationId }, member)

/** What a thousand who wait may expect, however three hundred units come back to them. */
async function checkServed(stock: AStock, dropId: string, line: readonly Member[]): Promise<void> {
  assert.deepEqual(await served(stock, dropId), idsOf(line.slice(0, UNITS)))
  for (const member of line.slice(0, UNITS)) await pay(stock, member, dropId)
  const { drops } = await stock.database.read.readRows({ dropId })
  const [drop] = drops
  assert.deepEqual([drop?.sold, drop?.reserved, drop?.waiting], [UNITS, 0, WAITING - UNITS])
  await checkStock(stock)
}

test('a thousand wait and three hundred units come back one by one: the first three hundred have them', async context => {
  const { shuffled, percent } = chance(aSeed(context))
  await using stock = await aStock()
  const { drop, holders, line } = await aLine(stock)
  const passing: Promise<unknown>[] = []
  for (const holder of shuffled(holders)) {
    if (percent(20)) {
      passing.push(stock.press(drop, stock.aMember()))
      await turns(1)
    }
    assert.equal(await release(stock, holder), null)
  }
  for (const answer of await Promise.all(passing)) {
    assert.deepEqual(answer, { refused: 'sold_out' }, 'nobody new passes')
  }
  await checkServed(stock, drop.dropId, line)
})

test('three hundred units come back in heaps, let go and run out of time: order is kept', async context => {
  const { below } = chance(aSeed(context))
  await using stock = await aStock()
  const { drop, holders, line } = await aLine(stock)
  for (let from = 0; from < UNITS / 2; ) {
    const heap = holders.slice(from, Math.min(from + 1 + below(60), UNITS / 2))
    const passing = Array.from({ length: 10 }, () => stock.press(drop, stock.aMember()))
    const gone = await Promise.all(heap.map(holder => release(stock, holder)))
    assert.ok(gone.every(answer => answer === null))
    for (const answer of await Promise.all(passing)) {
      assert.deepEqual(answer, { refused: 'sold_out' }, 'nobody new passes')
    }
    from += heap.length
  }
  const { dropId } = drop
  assert.deepEqual(await served(stock, dropId), idsOf(line.slice(0, UNITS / 2)))
  for (const member of line.slice(0, UNITS / 2)) await pay(stock, member, dropId)
  stock.clock.advance(HOLD_MS)
  await Promise.all([stock.run('stock.let_go'), stock.press(drop, stock.aMember())])
  await checkServedAfter(stock, dropId, line)
})

async function checkServedAfter(stock: AStock, dropId: string, line: readonly Member[]) {
  assert.deepEqual(await served(stock, dropId), idsOf(line.slice(0, UNITS)))
  for (const member of line.slice(UNITS / 2, UNITS)) await pay(stock, member, dropId)
  const { drops } = await stock.database.read.readRows({ dropId })
  assert.deepEqual([drops[0]?.sold, drops[0]?.reserved], [UNITS, 0])
  await checkStock(stock)
}

test('offers are taken, turned down, left to run out, and the line is left and joined: nothing is stuck', async context => {
  const { below, pick, percent, shuffled } = chance(aSeed(context))
  await using stock = await aStock()
  const drop = await stock.aDrop({ units: 30, limitPerMember: 2, holdMs: HOLD_MS })
  const { dropId } = drop
  const members = Array.from({ length: 100 }, () => stock.aMember())
  const act = async (member: Member): Promise<void> => {
    const place = await stock.calls.readWaitlistPlace({ dropId }, member)
    if (isRefusal(place) || place.state === 'passed' || place.state === 'taken') {
      const quantity = 1 + below(2)
      if (percent(50)) await stock.press(drop, member, { key: stock.ids.next(), quantity })
      else await stock.calls.joinWaitlist({ dropId, quantity }, member)
    } else if (percent(30)) await stock.calls.leaveWaitlist({ dropId }, member)
    else if (place.state === 'offered' && percent(10)) await pay(stock, member, dropId)
  }
  for (let round = 0; round < 40; round++) {
    await Promise.all(
      shuffled(members)
        .slice(0, 30)
        .map(member => act(member).catch(lateOffer)),
    )
    if (percent(30)) stock.clock.advance(below(HOLD_MS))
    if (percent(30)) await stock.run('stock.let_go')
    await turns(pick([0, 1, 3]))
  }
  await checkStock(stock)
  // Whatever is held runs out, and what runs out is offered, until nobody waits.
  for (let round = 0; round < 40; round++) {
    stock.clock.advance(HOLD_MS)
    await stock.run('stock.let_go')
  }
  const { drops } = await stock.database.read.readRows({ dropId })
  assert.deepEqual([drops[0]?.reserved, drops[0]?.waiting], [0, 0])
  await checkStock(stock)
})

/** Between the look and the payment the offer may have ended. */
function lateOffer(error: unknown): void {
  if (!(error instanceof assert.AssertionError)) throw error
}
