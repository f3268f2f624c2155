import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { Calls } from '#contracts/operation.ts'
import { contractApi, rpcContract } from './rpc.contract.ts'
import { faultsOf, fromService, local } from './rpc.ts'

rpcContract('in this process', async implementation => ({
  calls: local(contractApi, implementation, { copies: true }),
  [Symbol.asyncDispose]: async () => undefined,
}))

const addApi = { add: contractApi.add }

suite('A call in this process', () => {
  test('without copies is what was given, because a copy costs more than a hot read', async () => {
    const seen: unknown[] = []
    const kept = [9]
    const implementation: Calls<typeof addApi> = {
      async add(input, context) {
        seen.push(input, context)
        return kept
      },
    }
    const input = { list: [] }
    const calls = local(addApi, implementation, { copies: false })
    assert.equal(await calls.add(input, fromService), kept)
    assert.equal(seen[0], input)
    assert.equal(seen[1], fromService)
  })

  test('that breaks gives its caller the cause as it is', async () => {
    const broken = new Error('it broke')
    const calls = local(addApi, { add: () => Promise.reject(broken) }, { copies: true })
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
