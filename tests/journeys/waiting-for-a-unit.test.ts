import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { Reserved } from '#contracts/stock.ts'
import type { WaitlistPlace } from '#contracts/waitlist.ts'
import { follow } from '#services/gateway/a-live-client.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer, type Token } from '#tests/shop/http-client.ts'

test('who waits sees the place, is offered what is let go, pays it as any order, and was written to', async () => {
  await using shop = await openTestShop()
  const [minji, jisoo, haru] = [await shop.signUp(), await shop.signUp(), await shop.signUp()]
  const drop = await shop.makeDrop({ units: 1 })
  const line = `/api/drops/${drop.dropId}/waitlist` as const
  const join = (as: Token) => shop.call(`PUT ${line}`, { as, body: { quantity: 1 } })

  expectAnswer(await join(jisoo), 409, 'units_available')
  const held = expectAnswer<Static<typeof Reserved>>(await shop.reserve(minji, drop), 201)
  expectAnswer(await shop.call(`GET ${line}`, { as: jisoo }), 404, 'not_found')
  const waits = { quantity: 1, state: 'waiting' }
  assert.deepEqual(expectAnswer(await join(jisoo), 200), { place: 1, ahead: 0, ...waits })
  assert.deepEqual(expectAnswer(await join(haru), 200), { place: 2, ahead: 1, ...waits })
  const live = await follow(`${shop.url}${line}/live`, {
    authorization: `Bearer ${haru.accessToken}`,
  })
  await live.hasEvents(1)

  expectAnswer(
    await shop.call(`DELETE /api/reservations/${held.reservationId}`, { as: minji }),
    204,
  )
  const offer = expectAnswer<WaitlistPlace>(await shop.call(`GET ${line}`, { as: jisoo }), 200)
  assert.equal(offer.state, 'offered')
  expectAnswer(await shop.reserve(minji, drop), 409, 'sold_out')
  expectAnswer(await shop.call(`DELETE ${line}`, { as: jisoo }), 204)
  expectAnswer(await shop.call(`DELETE ${line}`, { as: jisoo }), 404, 'not_found')

  const states = () => live.events().map(({ data }) => (data as WaitlistPlace).state)
  await eventually('the offer, pushed', async () => {
    shop.clock.advance(500)
    return states().includes('offered')
  })
  live.close()
  const mine = expectAnswer<WaitlistPlace>(await shop.call(`GET ${line}`, { as: haru }), 200)
  const { orderId } = await shop.readReservation(haru, mine.reservationId ?? '')
  await shop.pay(haru, orderId)
  const taken = expectAnswer<WaitlistPlace>(await shop.call(`GET ${line}`, { as: haru }), 200)
  assert.equal(taken.state, 'taken')
  await eventually('a mail about the offer', async () => {
    shop.clock.advance(1_000)
    const mails = await shop.readMailbox(haru.email)
    return mails.some(mail => mail.subject === '기다리시던 상품의 차례가 왔어요')
  })
})

test('who asked to be reminded of a drop is written to before it opens, at the time to which it was moved', async () => {
  await using shop = await openTestShop()
  const minji = await shop.signUp()
  const { dropId } = await shop.makeDrop({ opensInMs: 86_400_000 })
  const reminder = `/api/drops/${dropId}/reminder` as const
  expectAnswer(await shop.call(`PUT ${reminder}`), 401, 'token_missing')
  expectAnswer(await shop.call(`PUT ${reminder}`, { as: minji }), 204)
  const opensAtMs = shop.clock.nowMs() + 900_000
  const moved = await shop.call(`PATCH /api/admin/drops/${dropId}`, {
    ...{ as: await shop.asAdmin(), body: { opensAtMs } },
  })
  expectAnswer(moved, 200)
  const mail = await eventually('a mail about the drop', async () => {
    shop.clock.advance(10_000)
    const mails = await shop.readMailbox(minji.email)
    return mails.find(({ text }) => text.includes(`/drops/${dropId}`))
  })
  assert.ok(mail.sentAtMs >= opensAtMs - 600_000 && mail.sentAtMs < opensAtMs, 'in time')
})
