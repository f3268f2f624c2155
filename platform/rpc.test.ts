import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Type } from 'typebox'
import { type Api, type Calls, operation } from '#contracts/operation.ts'
import { Problem, refuse } from '#contracts/problems.ts'
import { strict } from '#contracts/words.ts'
import { faultsOf, fromService, local } from './rpc.ts'

const api = {
  add: operation({
    summary: 'Adds to a list',
    access: 'anyone',
    input: strict({
      list: Type.Array(Type.Integer(), { maxItems: 3 }),
      more: Type.Optional(strict({ count: Type.Integer({ minimum: 1 }) })),
    }),
    output: Type.Array(Type.Integer()),
    refusals: ['sold_out'],
  }),
} as const satisfies Api

type Input = Parameters<Calls<typeof api>['add']>[0]

function someCalls({ copies }: { copies: boolean }) {
  const seen: unknown[] = []
  const kept: number[] = [9]
  const implementation: Calls<typeof api> = {
    async add(input, context) {
      seen.push(input, context)
      input.list.push(1)
      if (input.list.length > 3) return refuse('sold_out', { list: kept })
      return kept
    },
  }
  return { calls: local(api, implementation, { copies }), seen, kept }
}

async function faults(input: unknown): Promise<unknown> {
  const { calls, seen } = someCalls({ copies: false })
  const error: unknown = await calls.add(input as Input, fromService).catch(error => error)
  assert.ok(error instanceof Problem)
  assert.equal(error.code, 'invalid_request')
  assert.deepEqual(seen, [], 'nothing was called')
  const { errors } = error.details as { errors: { path: string }[] }
  return errors.map(({ path }) => path)
}

suite('A call in this process', () => {
  test('takes what the contract allows and refuses the rest, naming every wrong field', async () => {
    const { calls } = someCalls({ copies: false })
    assert.deepEqual(await calls.add({ list: [] }, fromService), [9])
    assert.deepEqual(await faults({ list: [1, 'x', 2.5] }), ['list.1', 'list.2'])
    assert.deepEqual(await faults({ list: [], more: { count: 0 } }), ['more.count'])
    assert.deepEqual(await faults({ list: [1, 2, 3, 4] }), ['list'])
    for (const wrong of [null, 'x', [], 7]) assert.deepEqual(await faults(wrong), [''])
    assert.deepEqual(await faults({}), [''])
    assert.deepEqual(await faults({ list: [], surplus: 1 }), ['surplus', ''])
  })

  test('with copies nothing is shared, in or out, neither answers nor refusals', async () => {
    const { calls, seen, kept } = someCalls({ copies: true })
    const list = [5]
    const answer = await calls.add({ list }, fromService)
    assert.deepEqual(list, [5])
    assert.deepEqual(answer, [9])
    assert.notEqual(answer, kept)
    assert.notEqual(seen[1], fromService)
    const refusal = await calls.add({ list: [1, 2, 3] }, fromService)
    assert.deepEqual(refusal, { refused: 'sold_out', details: { list: [9] } })
    kept.push(10)
    assert.deepEqual(refusal, { refused: 'sold_out', details: { list: [9] } })
  })

  test('without copies what is given is what arrives, because a copy costs more than a hot read', async () => {
    const { calls, seen, kept } = someCalls({ copies: false })
    const input = { list: [] }
    assert.equal(await calls.add(input, fromService), kept)
    assert.equal(seen[0], input)
  })

  test('what breaks inside reaches the caller as it is', async () => {
    const broken = new Error('it broke')
    const calls = local(api, { add: () => Promise.reject(broken) }, { copies: true })
    await assert.rejects(calls.add({ list: [] }, fromService), broken)
  })
})

test('of very many faults the first twenty are told', () => {
  const faults = Array.from({ length: 50 }, (_, at) => ({
    ...{ instancePath: `/items/${at}/count`, message: 'must be an integer' },
  }))
  const told = faultsOf(faults)
  assert.equal(told.length, 20)
  assert.deepEqual(told[19], { path: 'items.19.count', message: 'must be an integer' })
})
