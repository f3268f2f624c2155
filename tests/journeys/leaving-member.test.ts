import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Static } from 'typebox'
import type { Mail } from '#contracts/notifications.ts'
import type { Reserved } from '#contracts/stock.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'

test('a member who leaves is told what must end first, takes the data along, and is forgotten', async () => {
  await using shop = await openTestShop()
  const minji = await shop.signUp()
  const drop = await shop.makeDrop()
  const address = {
    ...{ recipient: '김민지', phone: '010-1234-5678', postalCode: '06236', line1: '테헤란로 1' },
  }
  const me = '/api/members/me'
  expectAnswer(await shop.call(`POST ${me}/addresses`, { as: minji, body: address }), 201)
  const { orderId } = expectAnswer<Static<typeof Reserved>>(await shop.reserve(minji, drop), 201)
  await shop.readOrder(minji, orderId)
  const goesTo = `PUT /api/orders/${orderId}/shipping-address` as const
  expectAnswer(await shop.call(goesTo, { as: minji, body: address }), 200)

  const open = await shop.call(`DELETE ${me}`, { as: minji })
  const { openOrders } = expectAnswer<{ openOrders: unknown }>(open, 409, 'illegal_transition')
  assert.deepEqual(openOrders, [{ orderId, state: 'awaiting_payment' }])
  expectAnswer(await shop.call(`POST /api/orders/${orderId}/cancellation`, { as: minji }), 200)

  const told = await shop.call(`GET ${me}/export`, { as: minji })
  expectAnswer(told, 200)
  for (const part of [minji.email, address.line1, orderId]) assert(told.text.includes(part), part)

  expectAnswer(await shop.call(`DELETE ${me}`, { as: minji }), 204)
  await eventually('the end of the access token', async () => {
    const { status } = await shop.call(`GET ${me}`, { as: minji })
    return status === 401
  })
  const { email, password } = minji
  const again = await shop.call('POST /api/sessions', { body: { email, password } })
  expectAnswer(again, 401, 'credentials_invalid')
  const nothing = await eventually('an empty mailbox', async () => {
    shop.clock.advance(1_000)
    const mails: readonly Mail[] = await shop.readMailbox(email)
    return mails.length === 0 && mails
  })
  assert.deepEqual(nothing, [])
})

test('a forgotten password is chosen anew by mail, once', async () => {
  await using shop = await openTestShop()
  const { email } = await shop.signUp()
  expectAnswer(await shop.call('POST /api/password-resets', { body: { email } }), 202)
  const token = await eventually('a link', async () => {
    const mails = await shop.readMailbox(email)
    return mails.find(mail => mail.code === undefined)?.token
  })
  const body = { token, newPassword: 'a password that is remembered' }
  expectAnswer(await shop.call('POST /api/password-resets/confirm', { body }), 204)
  const twice = await shop.call('POST /api/password-resets/confirm', { body })
  expectAnswer(twice, 422, 'token_invalid')
  await shop.logIn(email, body.newPassword)
})

test('who proves the address from within a session keeps the password, though a stranger signed up too', async () => {
  await using shop = await openTestShop()
  for (const isLoggedIn of [true, false]) {
    const account = { email: `minji-${isLoggedIn}@example.com`, password: 'correct horse battery' }
    const body = { ...account, name: '김민지' }
    expectAnswer(await shop.call('POST /api/members', { body }), 202)
    const mail = await eventually('a link', async () => (await shop.readMailbox(account.email))[0])
    const as = await shop.logIn(account.email, account.password)
    shop.clock.advance(1_000)
    const stranger = { ...body, password: 'chosen by a stranger' }
    expectAnswer(await shop.call('POST /api/members', { body: stranger }), 202)

    const proof = { body: { token: mail.token }, ...(isLoggedIn && { as }) }
    expectAnswer(await shop.call('POST /api/members/verification', proof), 204)
    const again = await shop.call('POST /api/sessions', { body: account })
    expectAnswer(again, isLoggedIn ? 201 : 401)
  }
})
