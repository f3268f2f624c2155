import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aStock } from './a-stock.ts'
import { letGoEverywhere } from './let-go-job.ts'

test('a drop that cannot be let go keeps no other from it, and is tried again', async () => {
  await using stock = await aStock()
  const drops = await Promise.all([1, 2, 3].map(() => stock.aDrop({ units: 1, holdMs: 1_000 })))
  const [, broken] = drops
  for (const drop of drops) await stock.reserved(drop)
  stock.clock.advance(1_000)

  const { read, write } = stock.database
  let isBroken = true
  const letGoOfDrop: typeof write.letGoOfDrop = async input => {
    if (isBroken && input.dropId === broken?.dropId) throw new Error('this one is broken')
    return write.letGoOfDrop(input)
  }
  const letGoOfRegular: typeof write.letGoOfRegular = input => write.letGoOfRegular(input)
  const database = {
    ...stock.database,
    read,
    write: { letGoOfDrop, letGoOfRegular },
  } as unknown as typeof stock.database
  const run = () => letGoEverywhere({ database, onChanges: () => undefined })
  const reserved = async () => {
    const { drops } = await read.readRows(null)
    return drops.map(drop => drop.reserved)
  }

  await assert.rejects(run(), /some holds could not be let go/)
  assert.deepEqual((await reserved()).toSorted(), [0, 0, 1])
  isBroken = false
  await run()
  assert.deepEqual(await reserved(), [0, 0, 0])
})
