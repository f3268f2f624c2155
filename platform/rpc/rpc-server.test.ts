import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { suite, test } from 'node:test'
import { Type } from 'typebox'
import { type Api, operation } from '#contracts/operation.ts'
import { strict } from '#contracts/words.ts'
import { systemClock } from '#platform/time/clock.ts'
import { type Introduction, newClientName, PROOF_HEADER, sealerFor } from './rpc-proof.ts'
import { aProcess, aRemote, aToyService, testKey } from './rpc-under-test.ts'

const api = {
  count: operation({
    summary: 'Counts',
    access: 'service',
    input: strict({ by: Type.Integer() }),
    output: Type.Integer(),
  }),
} as const satisfies Api

const path = '/rpc/toy/count'
const message = '[{"input":{"by":1},"context":{"caller":null}}]'

async function aCountingProcess() {
  let counted = 0
  const waits: (number | undefined)[] = []
  const toy = aToyService(api, {
    async count({ by }, { untilMs }) {
      counted += by
      waits.push(untilMs)
      return counted
    },
  })
  const process = await aProcess([toy])
  const { url } = process.instance

  async function post(to: string, body: string, headers: Record<string, string> = {}) {
    const type = { 'content-type': 'application/json' }
    const response = await fetch(url + to, {
      method: 'POST',
      body,
      headers: { ...type, ...headers },
    })
    return { status: response.status, text: await response.text() }
  }

  return {
    post,
    counted: () => counted,
    waits,
    instance: process.instance,
    rpc: process.rpc,
    async sealer(key = testKey) {
      const client = newClientName()
      const { text } = await post('/rpc', client)
      return sealerFor(key, client, JSON.parse(text) as Introduction)
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  }
}

suite('The port between services', () => {
  test('answers a message of a service of this shop, and the same message only once', async () => {
    await using process = await aCountingProcess()
    const seal = await process.sealer()
    assert.ok(seal !== null)
    const proof = { [PROOF_HEADER]: seal(path, Buffer.from(message)) }
    assert.deepEqual(await process.post(path, message, proof), { status: 200, text: '0 a 1\n1\n' })
    assert.deepEqual(await process.post(path, message, proof), { status: 401, text: '' })
    assert.equal(process.counted(), 1)
  })

  test('refuses what is forged: no proof, a false one, that of another message, outside headers', async () => {
    await using process = await aCountingProcess()
    const seal = await process.sealer()
    assert.ok(seal !== null)
    const other = seal(path, Buffer.from(message.replace('1', '2')))
    const forgeries: Record<string, string>[] = [
      {},
      { authorization: 'Bearer x', 'x-member-id': 'admin', 'x-forwarded-for': '127.0.0.1' },
      { [PROOF_HEADER]: '' },
      { [PROOF_HEADER]: `${'A'.repeat(22)}.${'A'.repeat(22)}.1.${'A'.repeat(43)}` },
      { [PROOF_HEADER]: other },
      { [PROOF_HEADER]: seal('/rpc/toy/other', Buffer.from(message)) },
      { [PROOF_HEADER]: seal(path, Buffer.from('')) },
    ]
    for (const headers of forgeries) {
      assert.deepEqual(await process.post(path, message, headers), { status: 401, text: '' })
    }
    assert.equal(await process.sealer(randomBytes(32)), null, 'who has another key knows no epoch')
    assert.equal(process.counted(), 0)
  })

  test('tells until when the sender waits, which nobody else can say', async () => {
    await using process = await aCountingProcess()
    const seal = await process.sealer()
    assert.ok(seal !== null)
    const until = `${path}?until=1000`
    const proof = { [PROOF_HEADER]: seal(until, Buffer.from(message)) }
    assert.equal((await process.post(`${path}?until=9999`, message, proof)).status, 401)
    assert.equal((await process.post(path, message, proof)).status, 401)
    assert.equal((await process.post(until, message, proof)).status, 200)
    const without = { [PROOF_HEADER]: seal(path, Buffer.from(message)) }
    assert.equal((await process.post(path, message, without)).status, 200)
    assert.deepEqual(process.waits, [1_000, undefined])

    const clock = { ...systemClock, nowMs: () => 5_000 }
    await using toy = aRemote(api, [process.instance], { clock, policy: { timeoutMs: 700 } })
    await toy.calls.count({ by: 1 }, { caller: null })
    assert.equal(process.waits.at(-1), 5_700)
  })

  test('refuses what it cannot read, and what nobody offers, without doing anything', async () => {
    await using process = await aCountingProcess()
    const seal = await process.sealer()
    assert.ok(seal !== null)
    const statusOf = async (to: string, body: string) =>
      (await process.post(to, body, { [PROOF_HEADER]: seal(to, Buffer.from(body)) })).status
    const one = '{"input":{"by":1},"context":{"caller":null}}'
    const tooMany = `[${Array.from({ length: 1_025 }, () => one).join()}]`
    const wrong = ['', '{', '{}', '[]', '[null]', '[{"input":{"by":1}}]', `[${one},3]`, tooMany]
    for (const body of wrong) assert.equal(await statusOf(path, body), 400, body)
    assert.equal(await statusOf(path, `[${one},{"input":{"by":1},"context":{}}]`), 400)
    for (const to of ['/rpc/toy/none', '/rpc/none/count', '/rpc/toy/toString']) {
      assert.equal(await statusOf(to, message), 404)
    }
    for (const name of ['', 'x', 'x'.repeat(23)]) {
      assert.equal((await process.post('/rpc', name)).status, 400)
    }
    assert.equal((await process.post('/rpc', 'x'.repeat(65))).status, 413)
    assert.equal(process.counted(), 0)
  })

  test('takes nothing new when this process is about to end', async () => {
    await using process = await aCountingProcess()
    const seal = await process.sealer()
    assert.ok(seal !== null)
    process.rpc.refuseNew()
    const proof = { [PROOF_HEADER]: seal(path, Buffer.from(message)) }
    assert.deepEqual(await process.post(path, message, proof), { status: 503, text: '' })
    assert.equal(process.counted(), 0)
  })
})
