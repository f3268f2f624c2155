import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import {
  CommitUnknown,
  ConstraintViolated,
  DatabaseUnavailable,
} from '#platform/database/database.ts'
import { silentLog } from '#platform/measures/log.ts'
import { claimLanes, type LaneAnswer } from './claim-lanes.ts'
import { type Claim, decideClaims } from './decide-claims.ts'
import type { GateSeed } from './drop-read-store.ts'
import type { BatchAnswer } from './reserve-units.ts'
import { aClaimOf, aDropRecord } from './stock-gate.contract.ts'
import { memoryStockGate } from './stock-gate.memory.ts'
import type { StockGate } from './stock-gate.ts'

type Batch = { readonly dropId: string; readonly claims: readonly Claim[] }
type Question = { answer(): void; fail(error: Error): void }

/** The lanes before a database that answers only when it is told to, and decides as the real one. */
function someLanes({
  units = 1_000_000,
  limitPerMember = 100,
  gate = memoryStockGate(),
  keepsOrder = false,
} = {}) {
  const records = new Map<string, ReturnType<typeof aDropRecord>>()
  const batches: (Batch & Question)[] = []
  const loads: Question[] = []
  const accepted = new Map<string, number>()
  const told: unknown[] = []
  let breakNews = false

  const aDrop = () => {
    const record = aDropRecord({ units, limitPerMember, version: 1 })
    records.set(record.dropId, record)
    return record.dropId
  }

  function decide({ dropId, claims }: Batch): BatchAnswer {
    const record = records.get(dropId) ?? aDropRecord()
    const free = record.units - record.reserved
    const drop = { ...record, nowMs: 5_000, free, takenByMember: new Map(), accepted }
    const decisions = decideClaims(drop, claims)
    const taken = claims.filter((_, at) => decisions[at]?.outcome === 'reserved')
    for (const { reservationId, quantity } of taken) accepted.set(reservationId, quantity)
    const reserved = record.reserved + taken.reduce((sum, { quantity }) => sum + quantity, 0)
    const next = { ...record, reserved, version: record.version + 1 }
    records.set(dropId, next)
    return {
      answers: decisions.map(({ outcome }) =>
        outcome === 'reserved' || outcome === 'repeated'
          ? { outcome: 'reserved', answer: '{}' }
          : { outcome },
      ),
      changes: { drops: [next], skus: [], taken: [] },
      nowMs: 5_000,
    }
  }

  const question = <Answer>(into: (how: Question) => void, make: () => Answer) =>
    new Promise<Answer>((resolve, reject) => {
      into({ answer: () => resolve(make()), fail: reject })
    })
  const database = {
    keepsOrder,
    read: {
      readGateSeed: ({ dropId }: { dropId: string }) =>
        question<GateSeed | null>(
          how => loads.push(how),
          () => {
            const drop = records.get(dropId)
            return drop === undefined ? null : { drop, taken: [], acceptedIds: [] }
          },
        ),
    },
    write: {
      reserveUnits: (batch: Batch) =>
        question(
          how => batches.push({ ...batch, ...how }),
          () => decide(batch),
        ),
    },
  }
  const lanes = claimLanes({
    database: database as unknown as Parameters<typeof claimLanes>[0]['database'],
    gate,
    nowMs: () => 5_000,
    log: Object.assign(Object.create(silentLog), { error: (said: unknown) => told.push(said) }),
    onChanges: changes => {
      void gate.apply(changes)
      if (breakNews) throw new Error('a listener is broken')
    },
  })
  const answers = new Map<string, LaneAnswer['outcome'] | 'failed'>()

  return {
    aDrop,
    batches,
    loads,
    told,
    answers,
    gate,
    breakNews: () => {
      breakNews = true
    },
    press(dropId: string, ...claims: readonly Claim[]) {
      for (const claim of claims) {
        lanes.reserve(dropId, claim).then(
          ({ outcome }) => answers.set(claim.reservationId, outcome),
          () => answers.set(claim.reservationId, 'failed'),
        )
      }
    },
    async load() {
      await turns()
      for (const each of loads.splice(0)) each.answer()
      await turns()
    },
    /** The next batch, which stays unanswered. */
    async batch(): Promise<Batch & Question> {
      await turns()
      const batch = batches.shift()
      assert(batch !== undefined, 'a batch is at the database')
      return batch
    },
    async answerAll() {
      for (await turns(); batches.length > 0; await turns()) batches.shift()?.answer()
    },
  }
}

/** Some turns of the event loop, in which everything goes on that waits for nothing else. */
async function turns(count = 4): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

const claimsOf = (...members: readonly string[]) => members.map(member => aClaimOf(member))
const many = (count: number, name = 'm') =>
  Array.from({ length: count }, (_, at) => aClaimOf(`${name}${at}`))
const idsOf = ({ claims }: Batch) => claims.map(claim => claim.reservationId)

suite('The lane of a drop', () => {
  test('who comes while a batch is being committed goes in the next, all together, in order', async () => {
    const shop = someLanes()
    const dropId = shop.aDrop()
    shop.press(dropId, ...claimsOf('a', 'b'))
    await shop.load()
    const first = await shop.batch()
    for (const name of ['c', 'd', 'e']) {
      shop.press(dropId, aClaimOf(name))
      await turns()
    }
    assert.equal(shop.batches.length, 0, 'batches of one drop never overlap')
    first.answer()
    const second = await shop.batch()
    assert.deepEqual(
      [idsOf(first), idsOf(second)],
      [
        ['r-a', 'r-b'],
        ['r-c', 'r-d', 'r-e'],
      ],
    )
    assert.deepEqual([...shop.answers.keys()], ['r-a', 'r-b'], 'an answer comes after its commit')
  })

  test('one drop does not wait for another', async () => {
    const shop = someLanes()
    const [one, other] = [shop.aDrop(), shop.aDrop()]
    shop.press(one, aClaimOf('a'))
    shop.press(other, aClaimOf('b'))
    await shop.load()
    assert.deepEqual(shop.batches.map(idsOf), [['r-a'], ['r-b']])
  })

  test('nobody passes those who wait until the gate knows the drop', async () => {
    const shop = someLanes()
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await turns()
    shop.press(dropId, aClaimOf('b'))
    await turns()
    const [load] = shop.loads.splice(0, 1)
    load?.answer()
    shop.press(dropId, aClaimOf('c'))
    await turns()
    await shop.load()
    await shop.answerAll()
    assert.deepEqual(
      [...shop.answers],
      [
        ['r-a', 'reserved'],
        ['r-b', 'reserved'],
        ['r-c', 'reserved'],
      ],
    )
  })

  test('a drop that is nowhere is unknown, to all who asked', async () => {
    const shop = someLanes()
    shop.press('nowhere', ...claimsOf('a', 'b'))
    await shop.load()
    assert.deepEqual([...shop.answers.values()], ['drop_unknown', 'drop_unknown'])
  })

  test('more than two batches do not wait: the rest try again, and their units are free', async () => {
    const shop = someLanes({ units: 1_045 })
    const dropId = shop.aDrop()
    shop.press(dropId, ...many(20, 'first'))
    await shop.load()
    const first = await shop.batch()
    shop.press(dropId, ...many(1_025, 'late'))
    await turns()
    assert.deepEqual([...shop.answers], [['r-late1024', 'try_again']])
    first.answer()
    await turns()
    shop.press(dropId, aClaimOf('last'), aClaimOf('beyond'))
    await shop.answerAll()
    assert.equal([...shop.answers.values()].filter(each => each === 'reserved').length, 1_045)
    assert.equal(shop.answers.get('r-last'), 'reserved')
    assert.equal(shop.answers.get('r-beyond'), 'sold_out')
  })

  test('a second batch stands behind the first where the database keeps the order, and is worth it', async () => {
    for (const keepsOrder of [true, false]) {
      const shop = someLanes({ keepsOrder })
      const dropId = shop.aDrop()
      shop.press(dropId, aClaimOf('first'))
      await shop.load()
      const first = await shop.batch()
      shop.press(dropId, ...many(31, 'few'))
      await turns()
      assert.equal(shop.batches.length, 0, 'a few wait for more')
      shop.press(dropId, aClaimOf('enough'))
      await turns()
      assert.equal(shop.batches.length, keepsOrder ? 1 : 0)
      shop.press(dropId, ...many(100, 'third'))
      await turns()
      assert.equal(shop.batches.length, keepsOrder ? 1 : 0, 'never a third')
      first.answer()
      await shop.answerAll()
      assert.equal([...shop.answers.values()].filter(each => each === 'reserved').length, 133)
    }
  })

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
      [...['failed', 'failed'], ...['sold_out', 'reserved', 'reserved']],
    )
  })

  test('a commit of which nobody knows is asked for again, and gives nothing back before it is known', async () => {
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
    assert.equal(shop.answers.get('r-b'), 'sold_out', 'the unit counts as taken')
    again.answer()
    await shop.answerAll()
    assert.equal(shop.answers.get('r-a'), 'reserved')

    const other = shop.aDrop()
    shop.press(other, aClaimOf('c'))
    await shop.load()
    for (const _ of [1, 2]) (await shop.batch()).fail(new CommitUnknown('the answer was lost'))
    await turns()
    assert.equal(shop.answers.get('r-c'), 'failed')
    shop.press(other, aClaimOf('d'))
    await shop.answerAll()
    assert.equal(shop.answers.get('r-d'), 'sold_out', 'it is not given back while nobody knows')
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
      ...{ 'r-d': 'reserved', 'r-e': 'sold_out' },
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
