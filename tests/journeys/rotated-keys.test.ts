import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Address } from '#contracts/addresses.ts'
import type { Member } from '#contracts/members.ts'
import type { Order } from '#contracts/orders.ts'
import { newKeyringText } from '#platform/security/keyring.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { startProgram } from '#tests/shop/a-child-shop.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { changeRows } from '#tests/shop/change-rows.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { runToEnd } from '#tests/shop/run-to-end.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { somePlace } from '#tests/shop/some-place.ts'
import { storedRows } from '#tests/shop/stored-bytes.ts'

const HOME = {
  ...{ recipient: '김선착', phone: '010-1234-5678', postalCode: '06236' },
  ...{ line1: '서울 강남구 테헤란로 1', line2: '2층' },
}

const [old, fresh] = [newKeyringText(), newKeyringText()]

/** A shop's keys: these sign and encrypt, in this order; it is found by the same index. */
const keysOf = (...texts: readonly (typeof old)[]) => ({
  SIGNING_KEYS: texts.map(text => text.signingKeys).join(','),
  ENCRYPTION_KEYS: texts.map(text => text.encryptionKeys).join(','),
  INDEX_KEY: old.indexKey,
  INTERNAL_KEY: old.internalKey,
})
const encryptionIdOf = (text: typeof old) => text.encryptionKeys.split(':')[0] ?? ''
const underKey = (rows: readonly string[], text: typeof old) =>
  rows.filter(row => row.includes(`v1.${encryptionIdOf(text)}.`)).map(row => row.slice(0, 80))

async function refresh(shop: TestShop, { refreshToken }: Buyer): Promise<Buyer> {
  const body = { refreshToken }
  return expectAnswer(await shop.call('POST /api/sessions/refresh', { body }), 200)
}

const addressesOf = async (shop: TestShop, as: Buyer) =>
  expectAnswer<{ items: Address[] }>(await shop.call('GET /api/members/me/addresses', { as }), 200)

/** A member with everything that is sealed of a member, and an order. */
async function aKnownMember(shop: TestShop) {
  const member = await shop.signUp()
  const body = { ...HOME, isDefault: true }
  expectAnswer(await shop.call('POST /api/members/me/addresses', { as: member, body }), 201)
  const phone = { phone: HOME.phone }
  expectAnswer(await shop.call('PATCH /api/members/me', { as: member, body: phone }), 200)
  const { skus } = await shop.makeProduct({ kind: 'regular' })
  const items = [{ skuId: skus[0]?.skuId ?? '', quantity: 1 }]
  const key = randomUUID()
  const placed = await shop.placeOrder(member, items, { key })
  const { orderId } = expectAnswer<Order>(placed, 201)
  await shop.pay(member, orderId)
  return { member, orderId, placeAgain: { items, key, text: placed.text } }
}

test('keys rotate while the shop runs: all is encrypted anew, found as before, and nobody is logged out', async () => {
  await using place = await somePlace()
  const clock = virtualClock()
  const open = (keys: Record<string, string>) => openTestShop({ clock, place, environment: keys })
  const rotate = (keys: Record<string, string>) =>
    runToEnd('run/rotate-keys.ts', { environment: { ...place.environment, ...keys } })

  let known: Awaited<ReturnType<typeof aKnownMember>>
  {
    await using shop = await open(keysOf(old))
    known = await aKnownMember(shop)
    await shop.settled()
  }
  assert.notDeepEqual(underKey(await storedRows(place.environment), old), [])

  const both = keysOf(fresh, old)
  let { member } = known
  {
    await using shop = await open(both)
    expectAnswer(await shop.call('GET /api/members/me', { as: member }), 200)
    const jwks = expectAnswer<{ keys: object[] }>(
      await shop.call('GET /.well-known/jwks.json'),
      200,
    )
    assert.equal(jwks.keys.length, 2, 'old signatures are still verified by anybody')
    const [rotated, other] = await Promise.all([rotate(both), shop.signUp()])
    assert.equal(rotated.code, 0, rotated.told)
    assert.match(rotated.told, /All personal data are encrypted with the key/)
    assert.equal((await rotate(both)).code, 0)
    expectAnswer(await shop.call('GET /api/members/me', { as: other }), 200)
    member = { ...member, ...(await refresh(shop, member)) }
  }
  const rows = await storedRows(place.environment)
  assert.deepEqual(underKey(rows, old), [])
  assert.notDeepEqual(underKey(rows, fresh), [])

  await using shop = await open(keysOf(fresh))
  expectAnswer(await shop.call('GET /api/members/me', { as: member }), 200)
  await refresh(shop, member)
  const again = await shop.logIn(member.email, member.password)
  const me = expectAnswer<Member>(await shop.call('GET /api/members/me', { as: again }), 200)
  assert.deepEqual([me.email, me.name, me.phone], [member.email, '김선착', HOME.phone])
  const [address] = (await addressesOf(shop, again)).items
  assert.partialDeepStrictEqual(address, HOME)
  const order = await shop.readOrder(again, known.orderId)
  assert.deepEqual(order.shippingAddress, HOME)
  const { items, key, text } = known.placeAgain
  assert.equal((await shop.placeOrder(again, items, { key })).text, text)
  assert.notEqual((await shop.readMailbox(member.email)).length, 0)
})

test('a key that the shop does not run with, or lacks, is refused before anything is changed', async () => {
  await using place = await somePlace()
  await using shop = await openTestShop({ place, environment: keysOf(old, fresh) })
  const member = await shop.signUp()
  const otherIndex = { ...keysOf(old), INDEX_KEY: fresh.indexKey }
  for (const [keys, code, sentence] of [
    [keysOf(fresh, old), 75, /one running process of this shop encrypts with another key than/],
    [keysOf(fresh), 78, new RegExp(`ENCRYPTION_KEYS lacks the key ${encryptionIdOf(old)}`)],
    [otherIndex, 78, /INDEX_KEY is not the one of this shop/],
  ] as const) {
    const environment = { ...place.environment, ...keys }
    const refused = await runToEnd('run/rotate-keys.ts', { environment })
    assert.equal(refused.code, code, refused.told)
    assert.match(refused.told, sentence)
    assert.doesNotMatch(refused.told, /@example|김선착|\n +at /)
  }
  await shop.logIn(member.email, member.password)
})

test('killed in the middle, it goes on where it was, and then the old key may go', async () => {
  await using elsewhere = await somePlace()
  const crowd = { ...elsewhere.environment, ...keysOf(old) }
  const out = `${elsewhere.folder}/crowd.jsonl`
  const made = await runToEnd('run/crowd.ts', {
    ...{ line: ['--members', '3000', '--out', out], environment: crowd },
  })
  assert.equal(made.code, 0, made.told)
  const environment = { ...elsewhere.environment, ...keysOf(fresh, old) }
  const cut = startProgram({ program: 'run/rotate-keys.ts', environment })
  await eventually('some progress', async () => /of 6,000 texts/.test(cut.output()))
  cut.signal('SIGKILL')
  await cut.ended
  const rest = await runToEnd('run/rotate-keys.ts', { environment })
  assert.equal(rest.code, 0, rest.told)
  const [, left = ''] = /; (\d+) texts were not before/.exec(rest.told) ?? []
  assert(Number(left) < 6_000, rest.told)
  assert.deepEqual(underKey(await storedRows(environment), old), [])
  const without = { ...elsewhere.environment, ...keysOf(fresh) }
  const migrated = await runToEnd('run/migrate.ts', { environment: without })
  assert.equal(migrated.code, 0, migrated.told)
})

test('while a process still encrypts with another key it is said, and done the next time', async () => {
  await using place = await somePlace()
  const environment = { ...place.environment, ...keysOf(fresh, old) }
  {
    await using shop = await openTestShop({ place, environment: keysOf(old, fresh) })
    await aKnownMember(shop)
    await shop.settled()
  }
  const change = (statement: string) => changeRows(environment, 'members', statement)
  // In the place of such a process: whatever touches an address puts the old text back.
  await change('create table as_it_was (member_id varchar(36) primary key, sealed varchar(1000))')
  await change('insert into as_it_was select member_id, email_sealed from member')
  await change(`create trigger other_process after update on address for each row begin
    update member set email_sealed = (
      select sealed from as_it_was where as_it_was.member_id = new.member_id)
    where member_id = new.member_id; end`)
  const early = await runToEnd('run/rotate-keys.ts', { environment })
  assert.equal(early.code, 75, early.told)
  assert.match(early.told, /Start every process of the shop again/)
  await change('drop trigger other_process')
  await change('drop table as_it_was')
  const rotated = await runToEnd('run/rotate-keys.ts', { environment })
  assert.equal(rotated.code, 0, rotated.told)
  assert.deepEqual(underKey(await storedRows(environment), old), [])
})

test('where no shop is, none is made', async () => {
  await using place = await somePlace()
  const environment = { ...place.environment, ...keysOf(old) }
  for (const _ of ['the first time', 'again']) {
    const { code, told } = await runToEnd('run/rotate-keys.ts', { environment })
    assert.equal(code, 66, told)
    assert.match(told, /There is no shop in .* DATABASE_URL names where it is/)
  }
})
