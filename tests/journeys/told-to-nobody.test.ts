import assert from 'node:assert/strict'
import { randomInt, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { aMailServer } from '#services/notifications/a-mail-server.ts'
import { type ChildShop, startChildShop } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { storedBytes, storedRows } from '#tests/shop/stored-bytes.ts'

const EMAIL = `sunsin.${randomInt(1e9)}@turtle-ship.example`
const PASSWORD = `turtle ships sail at ${randomUUID()}`
const MISTYPED = `${PASSWORD}?`
const NAME = '이순신'
const PHONE = '010-9876-5432'
const HOME = {
  recipient: '유성룡',
  phone: '02-555-7788',
  postalCode: '06236',
  line1: '테헤란로 152',
}

/** Nothing of ours has this form: whoever's address, number or token it is, it should not be there. */
const patterns = {
  'an e-mail address': /[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i,
  'a phone number': /\b0\d{1,2}-\d{3,4}-\d{4}\b/,
  'a token': /\beyJ[\w-]{10,}\.[\w-]+/,
  'a password hash': /\$argon2/,
}

const found = (text: string, secrets: readonly string[]) => [
  ...secrets.filter(secret => secret !== '' && text.includes(secret)),
  ...Object.entries(patterns).flatMap(([what, pattern]) => {
    const [match] = pattern.exec(text) ?? []
    return match === undefined ? [] : [`${what}: ${match}`]
  }),
]

/** A number of six digits is hidden in many others, but not as a word of its own. */
const hasCode = (text: string, code: string) =>
  new RegExp(`(?<![\\w.-])${code}(?![\\w.-])`).test(text)

/** Signs up, mistypes everything, buys, pays badly and well, and leaves. Gives what was secret. */
async function wholeJourney(shop: ChildShop, mailOf: () => Promise<Record<string, string>>) {
  const { call } = shop
  const account = { email: EMAIL, password: PASSWORD, name: NAME, phone: PHONE, locale: 'ko' }
  const members = 'POST /api/members'
  expectAnswer(await call(members, { body: { ...account, nickname: EMAIL } }), 422)
  expectAnswer(await call(members, { body: { ...account, email: `${EMAIL} `.repeat(3) } }), 422)
  expectAnswer(await call(members, { body: account }), 202)
  const { code = '', token = '' } = await mailOf()
  const verify = 'POST /api/members/verification'
  const wrong = code === '000000' ? '000001' : '000000'
  expectAnswer(await call(verify, { body: { email: EMAIL, code: wrong } }), 422)
  expectAnswer(await call(verify, { body: { email: EMAIL, code } }), 204)
  expectAnswer(await call(verify, { body: { token } }), 422)
  expectAnswer(await call(members, { body: account }), 202)
  const login = { email: EMAIL, password: MISTYPED }
  expectAnswer(await call('POST /api/sessions', { body: login }), 401)

  const member = await shop.logIn(EMAIL, PASSWORD)
  const { refreshToken, accessToken } = member
  const refreshed = await call('POST /api/sessions/refresh', { body: { refreshToken } })
  const { refreshToken: second } = expectAnswer<{ refreshToken: string }>(refreshed, 200)
  const addresses = 'POST /api/members/me/addresses'
  expectAnswer(await call(addresses, { as: member, body: HOME }), 201)
  expectAnswer(await call(`GET /api/orders?cursor=${accessToken}`, { as: member }), 422)
  expectAnswer(await call(`GET /verify/${token}?email=${EMAIL}`), 404)
  const forged = { accessToken: `${accessToken.slice(0, -4)}AAAA` }
  expectAnswer(await call('GET /api/members/me', { as: forged }), 401)

  const { skus } = await shop.makeProduct({ kind: 'regular' })
  const items = [{ skuId: skus[0]?.skuId ?? '', quantity: 1 }]
  const body = { items, shippingAddress: HOME }
  const placed = await call('POST /api/orders', { as: member, key: randomUUID(), body })
  const { orderId } = expectAnswer<{ orderId: string }>(placed, 201)
  const entered = expectAnswer<{ paymentId: string }>(await shop.enter(member, orderId), 201)
  await shop.confirm(member, entered.paymentId, { providerKey: 'sim_decline' })
  await shop.pay(member, orderId)
  expectAnswer(await call('DELETE /api/sessions', { as: member }), 204)
  return { code, secrets: [token, accessToken, refreshToken, second, MISTYPED] }
}

const PERSONAL = [
  EMAIL,
  'sunsin',
  PASSWORD,
  NAME,
  PHONE,
  ...Object.values(HOME).slice(0, 2),
  HOME.line1,
]

/** What the shop was told to keep to itself, or has made up for itself. */
function keysOf({ environment, dataFolder }: ChildShop): string[] {
  const told = ['SIGNING_KEYS', 'ENCRYPTION_KEYS', 'INDEX_KEY', 'INTERNAL_KEY', 'ADMIN_PASSWORD']
  const made =
    environment.INDEX_KEY === undefined && readFileSync(join(dataFolder, 'keys.json'), 'utf8')
  return [
    ...told.flatMap(name => environment[name] ?? []),
    ...(made ? Object.values(JSON.parse(made) as Record<string, string>) : []),
  ].map(key => key.replace(/^[\w-]+:/, ''))
}

test('what a member tells the shop is in no log, however much is logged, and in no database', async () => {
  await using shop = await startChildShop({ environment: { LOG_LEVEL: 'debug' } })
  const { code, secrets } = await wholeJourney(shop, () =>
    eventually('the code', async () => {
      const [mail] = await shop.readMailbox(EMAIL)
      return mail?.code === undefined ? null : { code: mail.code, token: mail.token ?? '' }
    }),
  )
  await shop.stop()
  const log = shop.output()
  assert.deepEqual(found(log, [...PERSONAL, ...secrets, ...keysOf(shop)]), [])
  assert(!hasCode(log, code), 'the code of the mail')

  const rows = (await storedRows(shop.environment)).join('\n')
  assert(rows.includes('placeOrder'), 'the data were read')
  assert.deepEqual(found(rows, [...PERSONAL, ...secrets]).filter(isNoHash), [])
  // The log of a server has what other shops have written too, so only what is this one's.
  const bytes = await storedBytes(shop.environment)
  assert(bytes.length > rows.length, 'the files were read')
  assert.deepEqual(
    [EMAIL, PHONE, PASSWORD, HOME.line1, ...secrets].filter(secret => bytes.includes(secret)),
    [],
  )
})

/** A password's hash is stored where it belongs. */
const isNoHash = (what: string) => !what.startsWith('a password hash')

test('nor when a mail server refuses a reader, and quotes the address', async () => {
  await using server = await aMailServer()
  const SMTP_URL = `smtp://127.0.0.1:${server.smtp.port}?from=shop@shop.example`
  await using shop = await startChildShop({ environment: { LOG_LEVEL: 'debug', SMTP_URL } })
  expectAnswer(await shop.call('GET /dev/mailbox'), 404)
  const { code, secrets } = await wholeJourney(shop, () =>
    eventually('the code', async () => {
      const [mail] = await server.mails()
      const [, digits] = /^(\d{6})$/m.exec(mail?.text ?? '') ?? []
      const [, token] = /token=([\w-]+)/.exec(mail?.text ?? '') ?? []
      return digits === undefined || token === undefined ? null : { code: digits, token }
    }),
  )
  assert.deepEqual(
    new Set((await server.mails()).flatMap(mail => mail.to?.map(({ address }) => address) ?? [])),
    new Set([EMAIL]),
  )
  server.mood = 'knows_no_reader'
  const body = { email: `second.${EMAIL}`, password: PASSWORD, name: NAME }
  expectAnswer(await shop.call('POST /api/members', { body }), 202)
  const letters = await eventually('a dead letter', async () => {
    const answer = await shop.call('GET /api/admin/dead-letters', { as: await shop.asAdmin() })
    const { items } = expectAnswer<{ items: { reason: string }[] }>(answer, 200)
    return items.length > 0 && items
  })
  assert.equal(letters[0]?.reason, 'RCPT TO: 550 5.1.1')
  await shop.stop()
  const log = shop.output()
  assert.match(log, /a mail is put to the dead letters/)
  assert.deepEqual(
    found(log + JSON.stringify(letters), [...PERSONAL, ...secrets, ...keysOf(shop)]),
    [],
  )
  assert(!hasCode(log, code), 'the code of the mail')
})
