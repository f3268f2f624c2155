import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { aStock } from '#services/stock/a-stock.ts'
import { aSeed, chance, turns } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'
import { untilTold } from './until-told.ts'

const ROUNDS = 25

test('twenty clicks with one key are one reservation and twenty equal answers, also over a new gate', async context => {
  const seed = aSeed(context)
  await using stock = await aStock()
  for (let round = 0; round < ROUNDS; round++) {
    const { below, percent } = chance(seed + round)
    const drop = await stock.aDrop({ units: 1 + below(3), limitPerMember: 1 + below(3) })
    const member = stock.aMember()
    const clicks = []
    for (let click = 0; click < 20; click++) {
      clicks.push(untilTold(() => stock.press(drop, member)))
      if (percent(30)) await turns(below(6))
      // Another process, or this one after a restart: its gate knows nothing.
      if (percent(5)) stock.anotherGate()
    }
    const answers = await Promise.all(clicks)
    assert.ok(!answers.some(isRefusal), JSON.stringify(answers.filter(isRefusal)))
    assert.equal(new Set(answers.map(answer => JSON.stringify(answer))).size, 1)
    const row = await stock.database.read.readDrop(drop)
    assert.equal(row?.reserved, 1)
  }
  await checkStock(stock)
})

test('twenty clicks with twenty keys are as many reservations as the limit allows', async context => {
  const seed = aSeed(context)
  await using stock = await aStock()
  for (let round = 0; round < ROUNDS; round++) {
    const { below, percent, shuffled } = chance(seed + round)
    const limitPerMember = 1 + below(4)
    const drop = await stock.aDrop({ units: 50, limitPerMember })
    const [member, other] = [stock.aMember(), stock.aMember()]
    const clicks = []
    for (const key of shuffled(Array.from({ length: 20 }, (_, at) => `key ${at}`))) {
      clicks.push(untilTold(() => stock.press(drop, member, { key })))
      if (percent(30)) await turns(below(6))
      if (percent(10)) await stock.press(drop, other, { key })
      if (percent(5)) stock.anotherGate()
    }
    const answers = await Promise.all(clicks)
    const refusals = answers.filter(isRefusal).map(({ refused }) => refused)
    assert.equal(answers.length - refusals.length, limitPerMember)
    assert.deepEqual(new Set(refusals), new Set(['limit_exceeded']))
  }
  await checkStock(stock)
})
