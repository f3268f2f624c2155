import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { uuidv7, uuidv8 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { aStock, type Payment } from '#services/stock/a-stock.ts'
import { aSeed, chance, turns } from './seeded.ts'
import { checkStock, unitsInAll } from './stock-invariants.ts'

const SKUS = 5
const UNITS = 60
const ORDERS = 600

test('orders of several SKUs that cross each other: all lines or none, and no unit twice or lost', async context => {
  const seed = aSeed(context)
  const { below, percent, pick, shuffled } = chance(seed)
  await using stock = await aStock()
  const skuIds = await Promise.all(
    Array.from({ length: SKUS }, () => stock.aSku({ units: UNITS, kind: 'regular' })),
  )
  const aLine = (skuId: string) => ({
    ...{ skuId, quantity: 1 + below(3), unitPrice: { amountMinor: 100, currency: 'KRW' } },
  })
  const live: { member: ReturnType<typeof stock.aMember>; reservationId: string }[] = []
  const captured: Payment[] = []

  async function order(): Promise<void> {
    const member = stock.aMember()
    const reservationId = uuidv8('order', member.memberId, uuidv7(0))
    const lines = shuffled(skuIds)
      .slice(0, 1 + below(3))
      .map(aLine)
    const request = { reservationId, memberId: member.memberId, holdMs: 1_000, lines }
    const [answer, again] = await Promise.all([
      stock.calls.reserveLines(request, fromService),
      percent(20) ? stock.calls.reserveLines(request, fromService) : null,
    ])
    if (isRefusal(answer)) return
    if (again !== null) {
      assert(!isRefusal(again), 'what was accepted is not refused to who asks again')
      // Its time may have run out between the two.
      assert.deepEqual([again.reservationId, again.lines], [answer.reservationId, answer.lines])
    }
    assert.equal(answer.lines.length, lines.length)
    live.push({ member, reservationId })
  }

  async function goOn(): Promise<void> {
    if (live.length === 0) return
    const [one] = live.splice(below(live.length), 1)
    assert(one !== undefined)
    const { member, reservationId } = one
    if (percent(30)) {
      await stock.calls.releaseReservation({ reservationId }, member)
      return
    }
    const payment = stock.aPayment({ memberId: member.memberId, reservationId })
    if (isRefusal(await stock.pin(payment))) return
    if (percent(60)) captured.push(payment)
    else await stock.unpin(payment)
  }

  const asked: Promise<void>[] = []
  for (let at = 0; at < ORDERS; at++) {
    asked.push(pick([order, order, order, goOn])())
    if (percent(40)) await turns(below(5))
    if (percent(10)) await asked.at(-1)
    if (percent(5)) stock.clock.advance(below(900))
    if (percent(5)) asked.push(stock.run('stock.let_go'))
  }
  await Promise.all(asked)
  assert.ok(captured.length > 0, 'some were paid')
  await stock.capture(...captured)
  await checkStock(stock)

  stock.clock.advance(2_000)
  await stock.run('stock.let_go')
  await checkStock(stock)
  const { skus, reservations } = await stock.database.read.readRows(null)
  assert.ok(reservations.filter(row => row.state === 'committed').length >= captured.length)
  for (const sku of skus) {
    assert.deepEqual([sku.reserved, await unitsInAll(stock, sku.sku_id)], [0, UNITS])
  }
})
