import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import type { Static } from 'typebox'
import type { Reserved } from '#contracts/stock.ts'
import { atRest } from '#tests/invariants/at-rest.ts'
import { assertShopInvariants } from '#tests/invariants/shop-invariants.ts'
import { type ChildShop, type End, startChildShop } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import type { HttpAnswer } from '#tests/shop/http-client.ts'
import { type Buyer, FOLLOWS_WITHIN_MS } from '#tests/shop/shopping.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'
import type { KillPoint } from './dying-databases.ts'

const steps = [
  'stock.reserveUnits',
  'orders.consume',
  'payments.enter',
  'payments.beginAttempt',
  'stock.pin',
  'simulator.capture',
  'payments.writeCaptured',
  'stock.consume',
  'notifications.consume',
] as const

const BUYERS = 4

/** They wait more than they work: for leases that end, and for those who try again. */
const together = { concurrency: 3 }

suite('A shop loses nothing that it said, and sells what it has, though killed', together, () => {
  for (const step of steps) {
    for (const when of ['before', 'after'] as const) {
      const point: KillPoint = `${when} ${step}`
      test(point, async () => {
        const program = 'tests/faults/shop-to-be-killed.ts'
        await using shop = await startChildShop({ program, line: ['SIGKILL', point] })
        await withWhatItSaid(shop, () => sellAndDie(shop, point))
      })
    }
  }
})

async function sellAndDie(shop: ChildShop, point: KillPoint): Promise<void> {
  const buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.signUp()))
  const drop = await shop.makeDrop({ units: BUYERS - 1 })
  shop.signal('SIGUSR2')
  await eventually('a shop about to die', () => shop.output().includes('armed'))

  let end: End | undefined
  void shop.ended().then(ended => {
    end = ended
  })
  const shopping = Promise.all(buyers.map(buyer => buyAsLongAsItTakes(shop, buyer, drop.dropId)))
  shopping.catch(() => undefined)
  const { signal } = await eventually(`the end ${point}`, () => end, 60_000)
  assert.equal(signal, 'SIGKILL')
  await shop.start({ program: 'run/serve.ts' })
  const outcomes = await shopping

  const said = outcomes.map(outcome => outcome.state).sort()
  assert.deepEqual(said, ['captured', 'captured', 'captured', 'sold_out'])
  for (const { buyer, reserved } of outcomes) {
    if (reserved !== null) await shop.orderThatIs(buyer, reserved.orderId, 'paid')
  }
  const isTold = async () => {
    const mails = await Promise.all(buyers.map(buyer => shop.readMailbox(buyer.email)))
    return mails.flat().length === BUYERS + BUYERS - 1
  }
  await eventually('a mail for each order', isTold, FOLLOWS_WITHIN_MS)
  await atRest(shop)
  await shop.stop()
  await assertShopInvariants(shop)
}

type Outcome = {
  readonly buyer: Buyer
  readonly state: string
  readonly reserved: Static<typeof Reserved> | null
}

/** A buyer who does not give up: each step again with its key until it is answered. */
async function buyAsLongAsItTakes(shop: ChildShop, buyer: Buyer, dropId: string): Promise<Outcome> {
  const keys = [randomUUID(), randomUUID(), randomUUID()] as const
  const first = await answered(() => shop.reserve(buyer, { dropId }, { key: keys[0] }))
  if (first.status !== 201) return { buyer, state: String(first.code), reserved: null }
  const again = await answered(() => shop.reserve(buyer, { dropId }, { key: keys[0] }))
  assert.equal(again.text, first.text, 'the same key gives the same answer, word for word')
  const reserved = first.body as Static<typeof Reserved>
  const entered = await answered(() => shop.enter(buyer, reserved.orderId, { key: keys[1] }))
  const { paymentId } = entered.body as { paymentId: string }
  const outcome = async () => {
    const paid = await answered(() => shop.confirm(buyer, paymentId, { key: keys[2] }))
    const { state } = paid.body as { state?: string }
    return state === 'pending' ? null : (state ?? String(paid.code))
  }
  const state = await eventually('an outcome of the payment', outcome, FOLLOWS_WITHIN_MS)
  return { buyer, state, reserved }
}

/** Asks again where nobody answered, or was asked to. */
function answered(ask: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  return eventually(
    'an answer',
    async () => {
      const answer = await ask().catch(() => null)
      return answer === null || answer.status === 503 ? null : answer
    },
    30_000,
  )
}
