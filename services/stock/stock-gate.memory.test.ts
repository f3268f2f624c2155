import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aClaimOf, aDropRecord } from './a-drop-record.ts'
import { stockGateContract } from './stock-gate.contract.ts'
import { memoryStockGate } from './stock-gate.memory.ts'

stockGateContract('in memory', async options => ({
  gate: memoryStockGate(options),
  [Symbol.asyncDispose]: async () => undefined,
}))

test('of very many drops the ones that nobody asks for are forgotten, but none with a claim on its way', async () => {
  const gate = memoryStockGate()
  const drops = Array.from({ length: 1_003 }, () => aDropRecord({ units: 1 }))
  const [busy, asked, idle] = drops
  assert(busy !== undefined && asked !== undefined && idle !== undefined)
  for (const [at, drop] of drops.entries()) {
    await gate.load({ drop, taken: [], acceptedIds: [] })
    if (drop === busy) await gate.admit(drop.dropId, [aClaimOf('ann')], 5_000)
    if (at === 900) await gate.admit(asked.dropId, [], 5_000)
  }
  const admissionOf = async (drop: typeof busy) =>
    (await gate.admit(drop.dropId, [aClaimOf('bob')], 5_000))[0]
  assert.equal(await admissionOf(busy), 'sold_out')
  assert.equal(await admissionOf(asked), 'admitted')
  assert.equal(await admissionOf(idle), 'unloaded')
})
