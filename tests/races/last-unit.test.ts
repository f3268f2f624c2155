import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#contracts/problems.ts'
import { aStock } from '#services/stock/a-stock.ts'
import type { StockGate } from '#services/stock/stock-gate.ts'
import { aSeed, chance, turns } from './seeded.ts'
import { checkStock } from './stock-invariants.ts'
import { untilTold } from './until-told.ts'

type Stock = Awaited<ReturnType<typeof aStock>>

/** Everybody presses once, in the order of chance, some at once and some a moment later. */
async function rush(stock: Stock, dropId: string, buyers: number, seed: number) {
  const { below, percent } = chance(seed)
  const members = Array.from({ length: buyers }, () => stock.aMember())
  const answers: ReturnType<typeof stock.service.calls.reserve>[] = []
  for (const member of members) {
    const context = { ...member, idempotencyKey: 'the one' }
    answers.push(untilTold(() => stock.service.calls.reserve({ dropId, quantity: 1 }, context)))
    if (percent(2)) await turns(below(4))
  }
  const all = await Promise.all(answers)
  const won = all.flatMap(answer => (isRefusal(answer) ? [] : [JSON.parse(answer)]))
  const codes = all.flatMap(answer => (isRefusal(answer) ? [answer.refused] : []))
  const refusals = Object.groupBy(codes, code => code)
  return {
    positions: won.map(({ position }) => position as number),
    refusals: Object.entries(refusals).map(([code, of]) => [code, of?.length]),
  }
}

test('one unit against a thousand buyers, two hundred times: exactly one has it, all others know', async context => {
  const seed = aSeed(context)
  await using stock = await aStock()
  for (let round = 0; round < 200; round++) {
    const { dropId } = await stock.aDrop({ units: 1 })
    assert.deepEqual(await rush(stock, dropId, 1_000, seed + round), {
      positions: [1],
      refusals: [['sold_out', 999]],
    })
  }
  await checkStock(stock)
})

/** A gate that lets everybody through: stale, or gone. */
const blindGate = (): StockGate => ({
  admit: async (_, claims) => claims.map(() => 'admitted' as const),
  hearsAll: () => true,
  settle: async () => undefined,
  giveBack: async () => undefined,
  doubt: async () => undefined,
  apply: async () => undefined,
  load: async () => undefined,
  sweep: async () => undefined,
})

test('where the gate lets everybody through the database decides, and exactly one has it', async context => {
  const seed = aSeed(context)
  await using stock = await aStock({ gate: blindGate })
  for (let round = 0; round < 20; round++) {
    const { dropId } = await stock.aDrop({ units: 1 })
    assert.deepEqual(await rush(stock, dropId, 1_000, seed + round), {
      positions: [1],
      refusals: [['sold_out', 999]],
    })
  }
  await checkStock(stock)
})

test('ten units against ten thousand buyers: exactly ten, and the first ten', async context => {
  const seed = aSeed(context)
  await using stock = await aStock()
  const { dropId } = await stock.aDrop({ units: 10 })
  assert.deepEqual(await rush(stock, dropId, 10_000, seed), {
    positions: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    refusals: [['sold_out', 9_990]],
  })
  await checkStock(stock)
})

test('a thousand units against ten thousand: a thousand are given, whoever has to ask again', async context => {
  const { shuffled } = chance(aSeed(context))
  await using stock = await aStock()
  const { dropId } = await stock.aDrop({ units: 1_000 })
  let waiting = Array.from({ length: 10_000 }, () => stock.aMember())
  const codes = new Map<string, number>()
  while (waiting.length > 0) {
    const answers = await Promise.all(
      shuffled(waiting).map(async member => {
        const context = { ...member, idempotencyKey: 'the one' }
        const answer = await stock.service.calls.reserve({ dropId, quantity: 1 }, context)
        const code = isRefusal(answer) ? answer.refused : 'reserved'
        return { member, code }
      }),
    )
    for (const { code } of answers) codes.set(code, (codes.get(code) ?? 0) + 1)
    waiting = answers.filter(({ code }) => code === 'try_again').map(({ member }) => member)
  }
  codes.delete('try_again')
  assert.deepEqual(Object.fromEntries(codes), { reserved: 1_000, sold_out: 9_000 })
  await checkStock(stock)
})
