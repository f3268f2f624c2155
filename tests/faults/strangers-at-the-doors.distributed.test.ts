import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, suite, test } from 'node:test'
import {
  type Introduction,
  newClientName,
  PROOF_HEADER,
  sealerFor,
} from '#platform/rpc/rpc-proof.ts'
import { openRows } from '#tests/invariants/shop-rows-store.ts'
import { type Cluster, startCluster } from '#tests/shop/a-cluster.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { expectAnswer } from '#tests/shop/http-client.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'

const CALL = '/rpc/stock/reserve'

suite('At a shop of ten processes, which started at once where nothing was', () => {
  let cluster: Cluster
  before(async () => {
    cluster = await startCluster({ gateways: 1, stocks: 7 })
  })
  after(() => cluster?.[Symbol.asyncDispose]())

  const stock = (number: number) => cluster.part(`stock ${number}`)
  async function post(url: string, body: string, headers: Record<string, string> = {}) {
    const type = { 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', body, headers: { ...type, ...headers } })
    return { status: response.status, text: await response.text() }
  }

  /** A message as a gateway sends it: this member reserves. */
  function message(dropId: string, memberId: string): string {
    const caller = { memberId, roles: ['member'], emailVerified: true, sessionId: randomUUID() }
    const context = { caller, idempotencyKey: randomUUID() }
    return JSON.stringify([{ input: { dropId, quantity: 1 }, context }])
  }

  /** As a process of the shop introduces itself to another, with this key. */
  async function sealer(url: string, internalKey: Buffer) {
    const client = newClientName()
    const { text } = await post(`${url}/rpc`, client)
    return sealerFor(internalKey, client, JSON.parse(text) as Introduction)
  }

  async function reservationsOf(dropId: string): Promise<readonly object[]> {
    await using rows = await openRows(cluster.environment.DATABASE_URL ?? '')
    return rows.all('stock', `select position from reservation where drop_id = '${dropId}'`)
  }

  const promises: Readonly<Record<string, () => Promise<unknown>>> = {
    async 'somebody buys'() {
      // Who has just started may not know the others yet, and then asks to be asked again.
      await eventually('a purchase', async () => {
        try {
          return await cluster.buy(await cluster.signUp(), await cluster.makeDrop())
        } catch (error) {
          if ((error as { actual?: unknown }).actual === 503) return null
          throw error
        }
      })
    },

    async 'nobody is believed who says outside who he is'() {
      const minji = await cluster.signUp()
      const { dropId } = await cluster.makeDrop()
      const { memberId, roles } = { memberId: minji.memberId, roles: 'admin' }
      const caller = JSON.stringify({ memberId, roles: ['admin'], emailVerified: true })
      const headers = {
        ...{ 'x-member-id': memberId, 'x-user-id': memberId, 'x-roles': roles, caller },
        ...{ 'x-forwarded-user': memberId, 'firstcome-caller': caller, [PROOF_HEADER]: 'me' },
      }
      const ask = { headers, key: 'k', body: { quantity: 1 } }
      const path = `POST /api/drops/${dropId}/reservations` as const
      expectAnswer(await cluster.call(path, ask), 401, 'token_missing')
      expectAnswer(await cluster.call('GET /api/admin/services', { as: minji, headers }), 403)
      expectAnswer(await cluster.call('GET /api/members/me', { headers }), 401, 'token_missing')
      expectAnswer(await cluster.call(`POST ${CALL}`, { headers, body: [] }), 404)
      expectAnswer(await cluster.call('POST /rpc', { headers, body: newClientName() }), 404)
      assert.deepEqual(await reservationsOf(dropId), [])
    },

    async 'a call to a private port that is forged, or said twice, is refused'() {
      const { memberId } = await cluster.signUp()
      const { dropId } = await cluster.makeDrop()
      const [url, other] = [stock(1).privateUrl, stock(2).privateUrl]
      const body = message(dropId, memberId)
      const key = Buffer.from(cluster.environment.INTERNAL_KEY ?? '', 'base64')

      assert.equal((await post(url + CALL, body)).status, 401, 'no proof')
      const made = { [PROOF_HEADER]: `${'a'.repeat(22)}.${'b'.repeat(22)}.1.${'c'.repeat(43)}` }
      assert.equal((await post(url + CALL, body, made)).status, 401, 'a made-up proof')
      assert.equal(await sealer(url, Buffer.alloc(32, 7)), null, 'another key')

      const seal = await sealer(url, key)
      assert(seal !== null)
      const proof = { [PROOF_HEADER]: seal(CALL, Buffer.from(body)) }
      assert.equal(
        (await post(url + CALL, body.replace('"quantity":1', '"quantity":2'), proof)).status,
        401,
      )
      assert.equal((await post(`${url}/rpc/stock/unpin`, body, proof)).status, 401, 'another call')
      assert.equal((await post(other + CALL, body, proof)).status, 401, 'another process')
      assert.deepEqual(await reservationsOf(dropId), [])
      assert.match((await post(url + CALL, body, proof)).text, /^0 a \d+\n\{.*"position":1/)
      assert.equal((await post(url + CALL, body, proof)).status, 401, 'the same again')
      await stock(1).kill()
      await stock(1).start()
      assert.equal((await post(url + CALL, body, proof)).status, 401, 'after a restart, too')
      assert.equal((await reservationsOf(dropId)).length, 1)
    },
  }
  for (const [name, promise] of Object.entries(promises)) {
    test(name, async () => {
      await withWhatItSaid(cluster, promise)
    })
  }
})
