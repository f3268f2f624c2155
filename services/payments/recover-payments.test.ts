import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aMember, aPaymentsBed, aReadyPayment, readPayment } from './a-payments-bed.ts'
import { interruptedAt } from './an-interrupted-process.ts'
import { killedWhilePaying } from './killed-while-paying.ts'

test('a capture whose answer was lost is found by the reconciler, and the key is told', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId, orderId } = ready
  const pay = () =>
    payments.confirmPayment({ paymentId, providerKey: 'sim_lost' }, member.asking('k'))
  assert.deepEqual(await pay(), { paymentId, state: 'pending' })
  assert.deepEqual(await pay(), { paymentId, state: 'pending' })
  assert.equal(bed.stock.find(orderId).state, 'pinned')
  await payments.runJobs()
  assert.deepEqual(await pay(), { paymentId, state: 'captured' })
  await bed.deliver()
  assert.equal(bed.stock.find(orderId).state, 'committed')
})

test('while the bank does not know, the units stay pinned however long it takes', async () => {
  await using bed = await aPaymentsBed()
  const payments = bed.start()
  const silent = { ...bed.deps.provider, lookup: async () => ({ outcome: 'unknown' }) as const }
  const waiting = bed.start({ provider: silent })
  const member = aMember()
  const ready = await aReadyPayment(bed, payments, member)
  const { paymentId, orderId } = ready
  await payments.confirmPayment({ paymentId, providerKey: 'sim_lost' }, member.asking())
  for (let hour = 0; hour < 20; hour++) {
    bed.clock.advance(3_600_000)
    await waiting.runJobs()
  }
  assert.equal(bed.stock.find(orderId).state, 'pinned')
  await bed.settle(payments)
  assert.equal((await readPayment(payments, ready, member)).state, 'captured')
  assert.equal(bed.stock.find(orderId).state, 'committed')
})

test('a process that starts takes up at once what a killed one left', async () => {
  await using bed = await aPaymentsBed()
  const member = aMember()
  const ready = await aReadyPayment(bed, bed.start(), member)
  await killedWhilePaying(bed, member, ready.paymentId, { call: 'provider.capture', at: 'after' })
  const restarted = bed.start()
  await restarted.runJobs()
  assert.equal((await readPayment(restarted, ready, member)).state, 'captured')
})

test('a process that joins others leaves to them what they are doing', async () => {
  await using bed = await aPaymentsBed()
  const stopped = interruptedAt(bed.deps, { call: 'stock.pin', at: 'before' })
  const member = aMember()
  const one = bed.start(stopped.deps)
  const ready = await aReadyPayment(bed, one, member)
  const answer = one.confirmPayment({ paymentId: ready.paymentId }, member.asking())
  await stopped.reached
  const joined = bed.start({ isAlone: false })
  await joined.runJobs()
  assert.equal(bed.stock.find(ready.orderId).state, 'held')
  stopped.goOn()
  assert.equal(((await answer) as { state?: string }).state, 'captured')
})

test('money taken for an attempt that another process undid meanwhile is not forgotten', async () => {
  await using bed = await aPaymentsBed()
  const member = aMember()
  const [asked, pin] = [Promise.withResolvers<void>(), Promise.withResolvers<never>()]
  const cut = {
    ...bed.deps.stock,
    pin() {
      asked.resolve()
      return pin.promise
    },
  }
  const one = bed.start({ stock: cut })
  const ready = await aReadyPayment(bed, one, member)
  const answer = one.confirmPayment({ paymentId: ready.paymentId }, member.asking())
  await asked.promise
  bed.clock.advance(60_000)
  const slow = interruptedAt(bed.deps, { call: 'provider.capture', at: 'after' })
  const recovering = bed.start({ ...slow.deps, isAlone: false }).runJobs('recover_payments')
  await slow.reached
  pin.reject(new Error('nobody answered'))
  await assert.rejects(answer)
  slow.goOn()
  await recovering
  assert.equal((await readPayment(one, ready, member)).state, 'captured')

  const payments = bed.start()
  await bed.settle(payments)
  const { state } = await readPayment(payments, ready, member)
  const unit = bed.stock.find(ready.orderId).state
  assert.ok(state === 'captured' ? unit === 'committed' : state === 'refunded', `${state}, ${unit}`)
})

test('a payment that is under way in this process is left to itself', async () => {
  await using bed = await aPaymentsBed()
  const stopped = interruptedAt(bed.deps, { call: 'provider.capture', at: 'before' })
  let lookups = 0
  const provider = {
    ...stopped.deps.provider,
    capture: stopped.deps.provider.capture,
    lookup: async () => {
      lookups += 1
      return { outcome: 'unknown' } as const
    },
  }
  const payments = bed.start({ provider })
  const member = aMember()
  const { paymentId } = await aReadyPayment(bed, payments, member)
  const answer = payments.confirmPayment({ paymentId }, member.asking())
  await stopped.reached
  await payments.runJobs()
  assert.equal(lookups, 0)
  stopped.goOn()
  assert.deepEqual(await answer, { paymentId, state: 'captured' })
})

test('money that comes for a reservation which has ended goes back whole, once, and is seen', async () => {
  await using bed = await aPaymentsBed()
  const member = aMember()
  const held = bed.stock.hold({ memberId: member.memberId, holdMs: 5_000 })
  const ready = await aReadyPayment(bed, bed.start(), member, held)
  // It died before it could pin; yet a capture under its key is on its way, and comes late.
  const { paymentId, amount, orderId } = ready
  await killedWhilePaying(bed, member, paymentId, { call: 'stock.pin', at: 'before' })
  bed.clock.advance(5_000)
  await bed.deps.provider.capture({ paymentId, attempt: 1, amount, providerKey: null })

  const payments = bed.start()
  await payments.runJobs()
  await bed.deliver()
  const [refund, ...more] = (await readPayment(payments, ready, member)).refunds
  assert.deepEqual([refund?.amount, refund?.state, more.length], [amount, 'requested', 0])
  await payments.runJobs()
  const payment = await readPayment(payments, ready, member)
  assert.deepEqual([payment.state, payment.refunded], ['refunded', amount])
  assert.equal(bed.stock.find(orderId).state, 'expired')
  const again = { source: 'stock', after: 1, rows: [refusedCommit(ready, 2)] }
  await bed.deps.database.events.consume(again)
  assert.equal((await readPayment(payments, ready, member)).refunds.length, 1)
})

function refusedCommit(
  payment: { paymentId: string; orderId: string; reservationId: string },
  number: number,
) {
  const { paymentId, orderId, reservationId } = payment
  const data = JSON.stringify({ paymentId, orderId, reservationId, atMs: 0 })
  const type = 'stock.commit_refused'
  return { number, type, subject: paymentId, version: 1, timeMs: 0, data }
}
