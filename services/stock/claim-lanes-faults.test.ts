import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  CommitUnknown,
  ConstraintViolated,
  DatabaseUnavailable,
} from '#platform/database/database.ts'
import { aClaimOf, aDropRecord } from './a-drop-record.ts'
import { claimsOf, idsOf, many, someLanes, turns } from './claim-lanes-under-test.ts'
import { fallbackGate, gateOfOne } from './stock-gate.fallback.ts'
import { memoryStockGate } from './stock-gate.memory.ts'
import type { StockGate } from './stock-gate.ts'

suite('The lane of a drop, where something breaks', () => {
  test('where the database cannot take it nothing is taken, and the next batch goes on', async () => {
    const shop = someLanes({ units: 2 })
    const dropId = shop.aDrop()
    shop.press(dropId, ...claimsOf('a', 'b'))
    await shop.load()
    const first = await shop.batch()
    first.fail(new DatabaseUnavailable('full'))
    await turns()
    shop.press(dropId, ...claimsOf('c', 'd', 'e'))
    await shop.answerAll()
    assert.deepEqual(
      [...shop.answers.values()],
      [...['failed', 'failed'], ...['try_again', 'reserved', 'reserved']],
    )
  })

  test('a commit of which nobody knows is asked for again; whose its units are the database says', async () => {
    const shop = someLanes({ units: 1 })
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    const first = await shop.batch()
    first.fail(new CommitUnknown('the answer was lost'))
    const again = await shop.batch()
    assert.deepEqual(idsOf(again), idsOf(first))
    shop.press(dropId, aClaimOf('b'))
    await turns()
    assert.equal(shop.answers.get('r-b'), undefined, 'it waits for what is decided')
    again.answer()
    await shop.answerAll()
    assert.deepEqual(Object.fromEntries(shop.answers), { 'r-a': 'reserved', 'r-b': 'sold_out' })

    const other = shop.aDrop()
    shop.press(other, aClaimOf('c'))
    await shop.load()
    for (const _ of [1, 2]) (await shop.batch()).fail(new CommitUnknown('the answer was lost'))
    await turns()
    assert.equal(shop.answers.get('r-c'), 'failed')
    shop.press(other, aClaimOf('d'))
    await shop.answerAll()
    assert.equal(shop.answers.get('r-d'), 'reserved')
  })

  test('that others were decided makes no refusal of what nobody knows', async () => {
    const shop = someLanes({ units: 2 })
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    for (const _ of [1, 2]) (await shop.batch()).fail(new CommitUnknown('the answer was lost'))
    await turns()
    shop.press(dropId, aClaimOf('b'))
    await shop.answerAll()
    shop.press(dropId, aClaimOf('c'))
    await shop.answerAll()
    assert.deepEqual(Object.fromEntries(shop.answers), {
      ...{ 'r-a': 'failed', 'r-b': 'reserved', 'r-c': 'reserved' },
    })
  })

  test('for whom nobody waits any more neither the gate nor the database is asked', async () => {
    const shop = someLanes({ units: 1 })
    const dropId = shop.aDrop()
    const [late, inTime] = claimsOf('late', 'in time')
    assert(late !== undefined && inTime !== undefined)
    shop.press(dropId, { ...late, untilMs: 4_999 })
    await turns()
    assert.equal(shop.answers.get('r-late'), 'try_again')
    assert.equal(shop.loads.length, 0)
    shop.press(dropId, { ...late, untilMs: 4_999 }, { ...inTime, untilMs: 5_000 })
    await shop.load()
    assert.deepEqual(idsOf(await shop.batch()), ['r-in time'])
  })

  test('what is told of a drop is read after whoever is writing it has ended', async () => {
    const shop = someLanes({ units: 1 })
    const dropId = shop.aDrop()
    const end = shop.lockElsewhere(dropId, claimsOf('other'))
    shop.press(dropId, aClaimOf('a'))
    await turns()
    assert.equal(shop.loads.length, 0, 'nothing is read while it is being written')
    end()
    await shop.load()
    assert.equal(shop.answers.get('r-a'), 'sold_out')
  })

  test('without Redis nobody is turned away whom another process accepts, or has on its way', async () => {
    const shared = memoryStockGate()
    const alone = fallbackGate(shared, gateOfOne(), { redis: { isReady: () => false } })
    const shop = someLanes({ units: 2, gate: alone })
    const dropId = shop.aDrop()
    shop.lockElsewhere(dropId, claimsOf('there'))()
    shop.press(dropId, aClaimOf('new'))
    await shop.load()
    shop.press(dropId, aClaimOf('on its way there'), aClaimOf('there'))
    await turns()
    assert.equal(shop.answers.get('r-on its way there'), 'try_again')
    await shop.answerAll()
    shop.press(dropId, aClaimOf('there'), aClaimOf('late'))
    await shop.answerAll()
    assert.deepEqual(Object.fromEntries(shop.answers), {
      ...{ 'r-new': 'reserved', 'r-on its way there': 'try_again' },
      ...{ 'r-there': 'reserved', 'r-late': 'sold_out' },
    })
  })

  test('what another process may have had accepted is not given back by a repetition that fails', async () => {
    const gate = memoryStockGate()
    const [one, other] = [someLanes({ units: 1, gate }), someLanes({ units: 1, gate })]
    const dropId = one.aDrop()
    one.press(dropId, aClaimOf('a'))
    await one.load()
    await one.batch()
    other.press(dropId, aClaimOf('a'))
    const repeated = await other.batch()
    repeated.fail(new DatabaseUnavailable('frozen'))
    await turns()
    assert.equal(other.answers.get('r-a'), 'failed')
    other.press(dropId, aClaimOf('b'))
    await turns()
    assert.equal(other.answers.get('r-b'), 'try_again', 'nobody knows whose the unit is')
  })

  test('the repetition of a claim of which nobody knew reaches the database, whatever has been given back since', async () => {
    const gate = memoryStockGate()
    const shop = someLanes({ units: 1, gate })
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    for (const _ of [1, 2]) (await shop.batch()).fail(new CommitUnknown('the answer was lost'))
    await turns()
    // As the sweep does it after some seconds, and as another who was let in for it.
    await gate.settle(dropId, [aClaimOf('a')], new Set())
    shop.press(dropId, aClaimOf('b'))
    await shop.answerAll()
    assert.equal(shop.answers.get('r-b'), 'reserved')
    shop.press(dropId, aClaimOf('a'))
    assert.deepEqual(idsOf(await shop.batch()), ['r-a'])
  })

  test('a gate that hears nothing of the others turns nobody away whom another has accepted', async () => {
    const memory = memoryStockGate()
    const gate: StockGate = { ...memory, hearsAll: () => false }
    const shop = someLanes({ units: 2, gate })
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    await shop.answerAll()
    // As a process that was not told of it.
    const own = aDropRecord({ dropId, units: 2, reserved: 2, version: 9 })
    const deaf: StockGate = { ...memoryStockGate(), hearsAll: () => false }
    await deaf.load({ drop: own, taken: [], acceptedIds: [] })
    Object.assign(gate, deaf)
    shop.press(dropId, ...claimsOf('a', 'b'))
    await shop.answerAll()
    assert.deepEqual(Object.fromEntries(shop.answers), { 'r-a': 'reserved', 'r-b': 'sold_out' })

    await gate.apply({ drops: [{ ...own, reserved: 1, version: 10 }], skus: [], taken: [] })
    shop.loseDatabase()
    shop.press(dropId, ...claimsOf('c', 'd'))
    await turns()
    assert.deepEqual([shop.answers.get('r-c'), shop.answers.get('r-d')], ['failed', 'failed'])
    shop.press(dropId, aClaimOf('e'))
    assert.deepEqual(idsOf(await shop.batch()), ['r-e'], 'what was let in is given back')
  })

  test('what the database refuses as a bug falls alone; the others of its batch go one by one', async () => {
    const shop = someLanes({ units: 2 })
    const dropId = shop.aDrop()
    shop.press(dropId, ...claimsOf('a', 'bug', 'c'))
    await shop.load()
    const together = await shop.batch()
    assert.deepEqual(idsOf(together), ['r-a', 'r-bug'])
    together.fail(new ConstraintViolated('CHECK'))
    const alone = await shop.batch()
    alone.answer()
    const bug = await shop.batch()
    bug.fail(new ConstraintViolated('CHECK'))
    await turns()
    shop.press(dropId, ...claimsOf('d', 'e'))
    await shop.answerAll()
    assert.deepEqual(Object.fromEntries(shop.answers), {
      ...{ 'r-a': 'reserved', 'r-bug': 'failed', 'r-c': 'sold_out' },
      ...{ 'r-d': 'reserved', 'r-e': 'try_again' },
    })
    assert.equal(shop.told.length, 1)
  })

  test('what was committed is answered, though those who listen to it break', async () => {
    const shop = someLanes({ units: 2 })
    const dropId = shop.aDrop()
    shop.breakNews()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    await shop.answerAll()
    assert.equal(shop.answers.get('r-a'), 'reserved')
    shop.press(dropId, aClaimOf('a'), ...claimsOf('b', 'c'))
    await shop.answerAll()
    assert.equal(shop.answers.get('r-b'), 'reserved')
    assert.equal(shop.answers.get('r-c'), 'sold_out')
  })

  test('a gate that breaks is no end: those who were asked fail, the next are served', async () => {
    const broken = { admit: false, settle: false }
    const memory = memoryStockGate()
    const fail = (): never => {
      throw new Error('the gate is gone')
    }
    const gate: StockGate = {
      ...memory,
      admit: async (...asked) => (broken.admit ? fail() : memory.admit(...asked)),
      settle: async (...asked) => (broken.settle ? fail() : memory.settle(...asked)),
    }
    const shop = someLanes({ gate })
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    broken.admit = true
    shop.press(dropId, aClaimOf('b'))
    await turns()
    broken.settle = true
    await shop.answerAll()
    broken.admit = false
    shop.press(dropId, aClaimOf('c'), ...many(1_100))
    await turns()
    broken.settle = false
    shop.press(dropId, aClaimOf('d'))
    await shop.answerAll()
    assert.deepEqual(
      ['r-a', 'r-b', 'r-c'].map(id => shop.answers.get(id)),
      ['reserved', 'failed', 'reserved'],
    )
    shop.press(dropId, aClaimOf('e'))
    await shop.answerAll()
    assert.equal(shop.answers.get('r-e'), 'reserved')
  })

  test('what the gate let in without being able to say so can be had by the next', async () => {
    const memory = memoryStockGate()
    let isAnswerLost = false
    const gate: StockGate = {
      ...memory,
      async admit(...asked) {
        const admissions = await memory.admit(...asked)
        if (isAnswerLost) throw new Error('the answer was lost')
        return admissions
      },
    }
    const shop = someLanes({ units: 2, gate })
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    await shop.answerAll()
    isAnswerLost = true
    shop.press(dropId, aClaimOf('b'))
    await turns()
    isAnswerLost = false
    shop.press(dropId, aClaimOf('c'))
    await shop.answerAll()
    assert.deepEqual(Object.fromEntries(shop.answers), {
      ...{ 'r-a': 'reserved', 'r-b': 'failed', 'r-c': 'reserved' },
    })
  })

  test('between the news of a batch and its landing nobody is told sold out for units counted twice', async () => {
    const memory = memoryStockGate()
    const seen: Promise<readonly string[]>[] = []
    const gate: StockGate = {
      ...memory,
      apply(changes) {
        queueMicrotask(() => seen.push(memory.admit(dropId, [aClaimOf('b')], 5_000)))
        return memory.apply(changes)
      },
    }
    const shop = someLanes({ units: 2, gate })
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await shop.load()
    await shop.answerAll()
    assert.deepEqual(await Promise.all(seen), [['admitted']])
  })
})
