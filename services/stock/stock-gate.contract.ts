import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { until } from '#platform/time/until-under-test.ts'
import { aClaimOf, aDropRecord, NOW_MS } from './a-drop-record.ts'
import type { Claim } from './decide-claims.ts'
import type { DropRecord } from './drop.ts'
import type { Admission, StockGate } from './stock-gate.ts'

const crowd = (count: number, from = 0): Claim[] =>
  Array.from({ length: count }, (_, at) => aClaimOf(`m${from + at}`))

const count = (admissions: readonly Admission[], admission: Admission) =>
  admissions.filter(each => each === admission).length

/** What every gate must do. `open` gives an empty one. */
export function stockGateContract(
  name: string,
  open: (options?: {
    readonly stuckMs: number
  }) => Promise<AsyncDisposable & { readonly gate: StockGate }>,
): void {
  async function loaded(
    change: Partial<DropRecord> = {},
    taken: Record<string, number> = {},
    options?: { readonly stuckMs: number },
  ) {
    const opened = await open(options)
    const record = aDropRecord(change)
    const { dropId } = record
    let version = record.version
    await opened.gate.load({
      drop: record,
      taken: Object.entries(taken).map(([memberId, units]) => ({ dropId, memberId, units })),
      acceptedIds: Object.keys(taken).map(memberId => `r-${memberId}`),
    })
    return {
      gate: opened.gate,
      record,
      dropId,
      admit: (claims: readonly Claim[], nowMs = NOW_MS) => opened.gate.admit(dropId, claims, nowMs),
      settle: (claims: readonly Claim[], accepted: readonly Claim[] = []) =>
        opened.gate.settle(dropId, claims, new Set(accepted.map(claim => claim.reservationId))),
      /** The database committed something: the drop as it is then, and what its members hold. */
      hear: (change: Partial<DropRecord>, held: Record<string, number> = {}) =>
        opened.gate.apply({
          drops: [{ ...record, version: ++version, ...change }],
          skus: [],
          taken: Object.entries(held).map(([memberId, units]) => ({ dropId, memberId, units })),
        }),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    }
  }

  suite(`The gate: ${name}`, () => {
    test('a drop that it does not know must be told first', async () => {
      await using opened = await open()
      const { gate } = opened
      const drop = aDropRecord()
      await gate.apply({ drops: [drop], skus: [], taken: [] })
      await gate.settle(drop.dropId, crowd(1), new Set())
      assert.deepEqual(await gate.admit(drop.dropId, crowd(2), NOW_MS), ['unloaded', 'unloaded'])
      await gate.load({ drop, taken: [], acceptedIds: [] })
      assert.deepEqual(await gate.admit(drop.dropId, crowd(2), NOW_MS), ['admitted', 'admitted'])
    })

    test('of thousands who come for a hundred units it lets in the first hundred', async () => {
      await using drop = await loaded({ units: 120, reserved: 15, sold: 5 })
      const admissions: Admission[] = []
      for (let from = 0; from < 5_000; from += 250) {
        admissions.push(...(await drop.admit(crowd(250, from))))
      }
      assert.deepEqual(new Set(admissions.slice(0, 100)), new Set(['admitted']))
      assert.deepEqual(new Set(admissions.slice(100)), new Set(['sold_out']))
    })

    test('of thousands who come at the same moment it lets in no more than are free', async () => {
      await using drop = await loaded({ units: 100 })
      const groups = Array.from({ length: 50 }, (_, at) => drop.admit(crowd(100, at * 100)))
      assert.equal(count((await Promise.all(groups)).flat(), 'admitted'), 100)
    })

    test('a claim that is too large leaves its units to a smaller one behind it', async () => {
      await using drop = await loaded({ units: 3 })
      assert.deepEqual(
        await drop.admit([aClaimOf('a', 2), aClaimOf('b', 2), aClaimOf('c', 1), aClaimOf('d', 1)]),
        ['admitted', 'sold_out', 'admitted', 'sold_out'],
      )
    })

    test('what the database refused may be had by the next', async () => {
      await using drop = await loaded({ units: 2 })
      const first = crowd(2)
      await drop.admit(first)
      assert.deepEqual(await drop.admit(crowd(1, 5)), ['sold_out'])
      await drop.settle(first)
      assert.deepEqual(await drop.admit(crowd(3, 10)), ['admitted', 'admitted', 'sold_out'])
    })

    test('what the database gave is taken, and no longer counted as on its way', async () => {
      await using drop = await loaded({ units: 2 })
      const [claim] = await admitted(drop.admit, crowd(1))
      await drop.hear({ reserved: 1 }, { m0: 1 })
      await drop.settle([claim], [claim])
      assert.deepEqual(await drop.admit(crowd(2, 5)), ['admitted', 'sold_out'])
    })

    test('a claim that comes twice is on its way once, and lands once', async () => {
      await using drop = await loaded({ units: 2 })
      const claim = aClaimOf('a')
      assert.deepEqual(await drop.admit([claim, claim]), ['admitted', 'repeated'])
      assert.deepEqual(await drop.admit([claim]), ['repeated'])
      assert.deepEqual(await drop.admit(crowd(2)), ['admitted', 'sold_out'])
      await drop.settle([claim, claim])
      await drop.settle([claim])
      assert.deepEqual(await drop.admit(crowd(2, 5)), ['admitted', 'sold_out'])
    })

    test('the repetition of an accepted key is let in whatever the drop is', async () => {
      await using drop = await loaded({ units: 3, reserved: 2 }, { ann: 2 })
      const [bob] = await admitted(drop.admit, [aClaimOf('bob')])
      await drop.hear({ reserved: 3 }, { bob: 1 })
      await drop.settle([bob], [bob])
      const again = [aClaimOf('ann'), aClaimOf('bob')]
      for (const state of [{ paused: true }, { ended: true }, { waiting: 3 }]) {
        await drop.hear({ reserved: 3, ...state })
        assert.deepEqual(await drop.admit(again), ['repeated', 'repeated'])
      }
      assert.deepEqual(await drop.admit(again, 20_000), ['repeated', 'repeated'])
      assert.deepEqual(await drop.admit(again, 0), ['repeated', 'repeated'])
    })

    test('of what nobody knows the repetition is let in for good, and whose the units are the database says', async () => {
      await using drop = await loaded({ units: 1 })
      const [ann, bob, cat] = [aClaimOf('ann'), aClaimOf('bob'), aClaimOf('cat')]
      await drop.admit([ann])
      await drop.gate.doubt(drop.dropId, [ann])
      const more = aClaimOf('ann', 1, 'more')
      assert.deepEqual(await drop.admit([bob, ann, cat, more]), [
        ...['admitted', 'repeated', 'undecided', 'undecided'],
      ])
      // That others were decided says nothing of it.
      await drop.settle([bob])
      assert.deepEqual(await drop.admit([bob, ann]), ['admitted', 'repeated'])
      await drop.hear({ reserved: 1 }, { bob: 1 })
      await drop.settle([bob], [bob])
      await drop.gate.load({ drop: drop.record, taken: [], acceptedIds: [] })
      assert.deepEqual(await drop.admit([cat, ann]), ['sold_out', 'repeated'])
    })

    test('where nothing lands nobody is turned away for what is on its way', async () => {
      await using drop = await loaded({ units: 2, limitPerMember: 2 }, {}, { stuckMs: 0 })
      const [ann, more] = [aClaimOf('ann', 2), aClaimOf('ann', 1, 'more')]
      await drop.admit([ann])
      const others = [aClaimOf('bob'), aClaimOf('cat', 3), more, ann]
      await until(async () => (await drop.admit(others))[0] === 'undecided')
      assert.deepEqual(await drop.admit(others), [
        ...['undecided', 'limit_exceeded', 'undecided', 'repeated'],
      ])
      await drop.hear({ reserved: 2 }, { ann: 2 })
      await drop.settle([ann], [ann])
      assert.deepEqual(await drop.admit(others), [
        ...['sold_out', 'limit_exceeded', 'limit_exceeded', 'repeated'],
      ])
    })

    test('after a failure nobody is turned away for what is on its way, until something is decided', async () => {
      await using drop = await loaded({ units: 2 })
      const [ann, bob, cat, dan] = ['ann', 'bob', 'cat', 'dan'].map(name => aClaimOf(name))
      assert(ann !== undefined && bob !== undefined && cat !== undefined && dan !== undefined)
      await drop.admit([ann, bob])
      assert.deepEqual(await drop.admit([cat]), ['sold_out'])
      await drop.gate.giveBack(drop.dropId, [ann])
      assert.deepEqual(await drop.admit([cat, dan]), ['admitted', 'undecided'])
      await drop.hear({ reserved: 1 }, { bob: 1 })
      await drop.settle([bob], [bob])
      assert.deepEqual(await drop.admit([dan]), ['sold_out'])
    })

    test('of a crowd that comes at once after a failure nobody is turned away for the rest of it', async () => {
      await using drop = await loaded({ units: 2, limitPerMember: 5 })
      const first = crowd(2, 100)
      await drop.admit(first)
      await drop.gate.giveBack(drop.dropId, first)
      assert.deepEqual(await drop.admit([...crowd(4), aClaimOf('eve', 3)]), [
        ...['admitted', 'admitted', 'undecided', 'undecided', 'sold_out'],
      ])
    })

    test('a key that was refused is looked at afresh', async () => {
      await using drop = await loaded({ units: 1 })
      const claim = aClaimOf('a')
      await drop.admit([claim])
      await drop.settle([claim])
      assert.deepEqual(await drop.admit([aClaimOf('b'), claim]), ['admitted', 'sold_out'])
    })

    test('the limit counts what a member has and what is on its way', async () => {
      await using drop = await loaded({ units: 100, limitPerMember: 3 }, { ann: 2 })
      const presses = (memberId: string, count: number, round: number) =>
        Array.from({ length: count }, (_, at) => aClaimOf(memberId, 1, `${memberId}${round}${at}`))
      assert.deepEqual(await drop.admit(presses('ann', 2, 1)), ['admitted', 'limit_exceeded'])
      const bob = presses('bob', 20, 1)
      assert.equal(count(await drop.admit(bob), 'admitted'), 3)
      await drop.settle(bob)
      assert.equal(count(await drop.admit(presses('bob', 20, 2)), 'admitted'), 3)
      assert.deepEqual(await drop.admit([aClaimOf('cid', 4)]), ['limit_exceeded'])
    })

    test('what a member lets go counts no more', async () => {
      await using drop = await loaded({ units: 9, reserved: 2, limitPerMember: 2 }, { ann: 2 })
      assert.deepEqual(await drop.admit([aClaimOf('ann', 1, 'x')]), ['limit_exceeded'])
      await drop.hear({ reserved: 1 }, { ann: 1 })
      assert.deepEqual(await drop.admit([aClaimOf('ann', 1, 'x')]), ['admitted'])
    })

    test('a hold that ran out and another that took its place in one batch: the last word counts', async () => {
      await using drop = await loaded({ units: 9, reserved: 2, limitPerMember: 2 }, { ann: 2 })
      const { dropId, record } = drop
      await drop.gate.apply({
        drops: [{ ...record, version: 11, reserved: 1 }],
        skus: [],
        taken: [0, 1].map(units => ({ dropId, memberId: 'ann', units })),
      })
      assert.deepEqual(await drop.admit([aClaimOf('ann', 2, 'x'), aClaimOf('ann', 1, 'y')]), [
        'limit_exceeded',
        'admitted',
      ])
    })

    test('not open, ended, paused: by the instant and by the newest news', async () => {
      await using drop = await loaded()
      const one = (nowMs: number) => drop.admit([aClaimOf(`at${nowMs}`)], nowMs)
      assert.deepEqual(await one(999), ['drop_not_open'])
      assert.deepEqual(await one(9_000), ['drop_ended'])
      await drop.hear({ paused: true })
      assert.deepEqual(await one(NOW_MS), ['drop_paused'])
      await drop.hear({ paused: false })
      assert.deepEqual(await one(1_000), ['admitted'])
      await drop.hear({ ended: true })
      assert.deepEqual(await one(NOW_MS), ['drop_ended'])
    })

    test('while somebody waits nobody passes', async () => {
      await using drop = await loaded({ units: 5, waiting: 1 })
      assert.deepEqual(await drop.admit(crowd(1)), ['sold_out'])
    })

    test('where several refusals fit: closed, limit, sold out', async () => {
      await using drop = await loaded({ units: 0, paused: true }, { ann: 2 })
      const press = () => drop.admit([aClaimOf('ann', 1, 'x'), aClaimOf('bob')])
      assert.deepEqual(await press(), ['drop_paused', 'drop_paused'])
      await drop.hear({ paused: false, units: 0 })
      assert.deepEqual(await press(), ['limit_exceeded', 'sold_out'])
    })

    test('old news changes nothing, of the drop or of a member', async () => {
      await using drop = await loaded({ units: 5, reserved: 3 }, { ann: 1 })
      await drop.hear({ version: 12, reserved: 4 }, { bob: 2 })
      await drop.hear({ version: 11, reserved: 3 }, { bob: 0, cid: 2 })
      await drop.hear({ version: 9, reserved: 0 }, { ann: 0, bob: 1, dan: 2 })
      assert.deepEqual(await drop.admit([aClaimOf('bob', 1, 'b')]), ['limit_exceeded'])
      // Of another member it is still the newest that is known.
      assert.deepEqual(await drop.admit([aClaimOf('cid', 1, 'c')]), ['limit_exceeded'])
      assert.deepEqual(await drop.admit([aClaimOf('ann', 2, 'a')]), ['limit_exceeded'])
      assert.deepEqual(await drop.admit([aClaimOf('dan'), aClaimOf('eve')]), [
        'admitted',
        'sold_out',
      ])
    })

    test('where something is due it lets in, for what is free then only the database knows', async () => {
      await using drop = await loaded({ units: 1, reserved: 1, nextDueAtMs: 6_000 }, { ann: 2 })
      const press = (nowMs: number) => drop.admit([aClaimOf('ann', 1, 'x'), aClaimOf('bob')], nowMs)
      assert.deepEqual(await press(5_999), ['limit_exceeded', 'sold_out'])
      assert.deepEqual(await press(6_000), ['admitted', 'admitted'])
      await drop.settle([aClaimOf('ann', 1, 'x'), aClaimOf('bob')])
      await drop.hear({ reserved: 1, nextDueAtMs: 8_000 })
      assert.deepEqual(await press(6_000), ['limit_exceeded', 'sold_out'])
    })

    test('being told a drop again forgets nothing that is on its way, and no newer news', async () => {
      await using drop = await loaded({ units: 3 })
      await drop.admit(crowd(2))
      await drop.gate.load({ drop: drop.record, taken: [], acceptedIds: [] })
      assert.deepEqual(await drop.admit([aClaimOf('ann', 2)]), ['sold_out'])
      assert.deepEqual(await drop.admit(crowd(1)), ['repeated'])
      await drop.hear({ reserved: 1 }, { bob: 2 })
      await drop.gate.load({ drop: drop.record, taken: [], acceptedIds: [] })
      assert.deepEqual(await drop.admit([aClaimOf('bob'), aClaimOf('ann')]), [
        ...['limit_exceeded', 'sold_out'],
      ])
    })

    test('one drop is not another', async () => {
      await using one = await loaded({ units: 1 })
      const other = aDropRecord({ units: 1 })
      await one.gate.load({ drop: other, taken: [], acceptedIds: [] })
      assert.deepEqual(await one.admit(crowd(2)), ['admitted', 'sold_out'])
      assert.deepEqual(await one.gate.admit(other.dropId, crowd(2), NOW_MS), [
        'admitted',
        'sold_out',
      ])
    })

    test('whatever is admitted, settled and heard in whatever order, never more than are free', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 60 }), async steps => {
          await using drop = await loaded({ units: 10, limitPerMember: 10 })
          const flying: Claim[] = []
          let reserved = 0
          for (const [at, { kind, quantity, accept }] of steps.entries()) {
            if (kind === 'admit') {
              const claim = aClaimOf(`m${at}`, quantity)
              const [admission] = await drop.admit([claim])
              const free = 10 - reserved - flying.reduce((sum, each) => sum + each.quantity, 0)
              assert.equal(admission, quantity <= free ? 'admitted' : 'sold_out')
              if (admission === 'admitted') flying.push(claim)
              continue
            }
            const [claim] = flying.splice(quantity % (flying.length || 1), 1)
            if (claim === undefined) continue
            if (accept) reserved += claim.quantity
            await drop.hear({ reserved })
            await drop.settle([claim], accept ? [claim] : [])
          }
        }),
      )
    })
  })
}

const step = fc.record({
  kind: fc.constantFrom('admit', 'admit', 'settle'),
  quantity: fc.integer({ min: 1, max: 4 }),
  accept: fc.boolean(),
})

/** These claims, which must all be let in. */
async function admitted<const C extends readonly Claim[]>(
  admit: (claims: C) => Promise<readonly Admission[]>,
  claims: C,
): Promise<[Claim, ...Claim[]]> {
  const admissions = await admit(claims)
  assert.equal(count(admissions, 'admitted'), claims.length)
  const [first, ...rest] = claims
  assert(first !== undefined)
  return [first, ...rest]
}
