import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import type { Static } from 'typebox'
import { gatewayApi } from '#contracts/gateway-api.ts'
import type { Access } from '#contracts/operation.ts'
import type { Reserved } from '#contracts/stock.ts'
import { apis, streams } from '#run/services.ts'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import { expectAnswer, type HttpAnswer, type Token } from '#tests/shop/http-client.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { type Owned, type Permission, permissionTable } from './permission-table.ts'

type Told = { readonly route?: string; readonly access: Access }

const told: readonly Told[] = [
  ...Object.values({ ...apis, gatewayApi }),
  ...Object.values(streams),
].flatMap(api => Object.values(api as Readonly<Record<string, Told>>))

const KINDS = ['visitor', 'unverified', 'verified', 'merchant', 'admin'] as const
type Kind = (typeof KINDS)[number]

/** What each is told at a route of each role; null comes in. */
const atTheDoor: Readonly<Record<Permission['role'], Readonly<Record<Kind, string | null>>>> = {
  anyone: { visitor: null, unverified: null, verified: null, merchant: null, admin: null },
  member: {
    visitor: 'token_missing',
    unverified: null,
    verified: null,
    merchant: null,
    admin: null,
  },
  verified: {
    ...{ visitor: 'token_missing', unverified: 'email_unverified' },
    ...{ verified: null, merchant: null, admin: null },
  },
  merchant: {
    ...{ visitor: 'token_missing', unverified: 'forbidden', verified: 'forbidden' },
    ...{ merchant: null, admin: null },
  },
  admin: {
    ...{ visitor: 'token_missing', unverified: 'forbidden', verified: 'forbidden' },
    ...{ merchant: 'forbidden', admin: null },
  },
}

const DOOR = ['token_missing', 'token_invalid', 'token_expired', 'forbidden', 'email_unverified']

/** After these nobody of the caller's tokens is good; so they come last, each by a new session. */
const ends = (route: string) => /^DELETE \/api\/(sessions(\/current)?|members\/me)$/.test(route)

const rows = Object.entries(permissionTable).sort(
  ([one], [other]) => Number(ends(one)) - Number(ends(other)),
)

suite('Who may call what', () => {
  let shop: TestShop
  before(async () => {
    shop = await openTestShop()
  })
  after(() => shop[Symbol.asyncDispose]())

  const nobodysId = () => `01930001-7b1e-7c3a-9d5e-${randomUUID().slice(-12)}`

  function ask(
    route: string,
    {
      as,
      things = {},
      body,
    }: { as?: Token; things?: Partial<Record<Owned, string>>; body?: unknown },
  ): Promise<HttpAnswer> {
    const path = route.replace(/:(\w+)/g, (_, name: string) => {
      if (name === 'entry') return '0'
      return things[name as Owned] ?? nobodysId()
    })
    const key = randomUUID()
    return shop.call(path as `GET /${string}`, {
      ...(as && { as }),
      key,
      ...(body !== undefined && { body }),
    })
  }

  async function anUnverified(): Promise<Buyer> {
    const [email, password] = [`${randomUUID()}@example.com`, 'correct horse battery']
    const body = { email, password, name: '김미확' }
    expectAnswer(await shop.call('POST /api/members', { body }), 202)
    return shop.logIn(email, password)
  }

  async function aMerchant(): Promise<Buyer> {
    const { email, password, memberId } = await shop.signUp()
    const asked = { as: await shop.asAdmin(), body: { roles: ['member', 'merchant'] } }
    expectAnswer(await shop.call(`PUT /api/admin/members/${memberId}/roles`, asked), 200)
    return shop.logIn(email, password)
  }

  async function some(kind: Kind): Promise<Buyer | undefined> {
    switch (kind) {
      case 'visitor':
        return undefined
      case 'unverified':
        return anUnverified()
      case 'verified':
        return shop.signUp()
      case 'merchant':
        return aMerchant()
      case 'admin': {
        const { email, password } = await shop.asAdmin()
        return shop.logIn(email, password)
      }
    }
  }

  test('is told in the table for every route, and the contracts say the same', () => {
    const routes = told.flatMap(({ route, access }) =>
      route === undefined ? [] : [{ route, access }],
    )
    assert(routes.length > 80, `${routes.length} routes were found`)
    assert.deepEqual(
      routes.filter(({ route, access }) => permissionTable[route]?.role !== access),
      [],
    )
    const known = new Set(routes.map(({ route }) => route))
    const gone = Object.keys(permissionTable).filter(route => !known.has(route))
    assert.deepEqual(gone, [], 'rows of routes that are no longer there')
  })

  test('a stranger is told of somebody’s thing what is told of nothing', async () => {
    const owner = await shop.signUp()
    const drop = await shop.makeDrop()
    const reserved = expectAnswer<Static<typeof Reserved>>(await shop.reserve(owner, drop), 201)
    const { orderId, reservationId } = reserved
    await shop.readOrder(owner, orderId)
    const entered = await shop.enter(owner, orderId)
    const { paymentId } = expectAnswer<{ paymentId: string }>(entered, 201)
    const { body } = permissionTable['PUT /api/orders/:orderId/shipping-address'] ?? {}
    const added = await shop.call('POST /api/members/me/addresses', { as: owner, body })
    const { addressId } = expectAnswer<{ addressId: string }>(added, 201)
    const listed = await shop.call('GET /api/sessions', { as: owner })
    const { items } = expectAnswer<{ items: { sessionId: string }[] }>(listed, 200)
    const things = {
      orderId,
      reservationId,
      paymentId,
      addressId,
      sessionId: items[0]?.sessionId ?? '',
    }

    for (const stranger of [await shop.signUp(), await aMerchant(), await some('admin')]) {
      assert(stranger !== undefined)
      for (const [route, { owner: thing, body }] of rows) {
        if (thing === undefined) continue
        const tell = (id: string): Promise<HttpAnswer> =>
          ask(route, {
            as: stranger,
            things: { [thing]: id },
            ...(body && { body: route.includes(`:${thing}`) ? body : { ...body, [thing]: id } }),
          })
        const [foreign, nothing] = [await tell(things[thing]), await tell(nobodysId())]
        assert.equal(foreign.status, 404, `${route} ${foreign.text}`)
        assert.equal(foreign.text, nothing.text, route)
      }
    }
    const order = await shop.readOrder(owner, orderId)
    assert.equal(order.state, 'awaiting_payment')
  })

  // Admin comes last: it logs out everywhere, and so does the one who prepares the others.
  for (const kind of KINDS) {
    test(`holds at the door for ${kind}`, async () => {
      const as = await some(kind)
      const wrong: string[] = []
      for (const [route, { role }] of rows) {
        const caller = ends(route) ? await some(kind) : as
        const answer = await ask(route, caller === undefined ? {} : { as: caller })
        const seen = DOOR.includes(answer.code ?? '') ? answer.code : null
        const expected =
          route === 'POST /api/sessions/refresh' ? 'token_missing' : atTheDoor[role][kind]
        if (seen !== expected || answer.status >= 500) {
          wrong.push(`${route}: ${answer.status} ${answer.code} instead of ${expected}`)
        }
      }
      assert.deepEqual(wrong, [])
    })
  }
})
