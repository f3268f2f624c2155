import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { Payment } from '#contracts/payments.ts'
import type { Reserved } from '#contracts/stock.ts'
import { startChildShop } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'

test('a crowd is made beside a running shop, and its members buy', async () => {
  await using shop = await startChildShop()
  const out = join(dirname(shop.dataFolder), 'crowd.jsonl')
  const line = ['--members', '1001', '--out', out]
  const { code, told } = await runToEnd('run/crowd.ts', { line, environment: shop.environment })
  assert.equal(code, 0, told)
  assert.equal(statSync(out).mode & 0o777, 0o600)
  const members = readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map(text => JSON.parse(text) as { memberId: string; email: string; accessToken: string })
  assert.equal(new Set(members.map(({ memberId }) => memberId)).size, 1_001)
  const [first] = members
  assert.ok(first !== undefined)
  await shop.buy(first, await shop.makeDrop())
})

test('asked to end, it answers what is in flight, lets nobody new in, and goes with 0', async () => {
  await using shop = await startChildShop({ environment: { SIMULATOR_DELAY_MS: '7000' } })
  const minji = await shop.signUp()
  const { orderId } = expectAnswer<Static<typeof Reserved>>(
    await shop.reserve(minji, await shop.makeDrop()),
    201,
  )
  const { paymentId } = expectAnswer<Payment>(await shop.enter(minji, orderId), 201)
  const paying = shop.confirm(minji, paymentId)
  await eventually('a payment on its way', async () => {
    return (await shop.readPayment(minji, paymentId)).state === 'confirming'
  })
  const ended = shop.stop()
  assert.equal(expectAnswer<Payment>(await paying, 200).state, 'captured')
  assert.deepEqual(await ended, { code: 0, signal: null }, shop.output())

  await shop.start()
  await shop.orderThatIs(minji, orderId, 'paid')
})
