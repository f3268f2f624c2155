import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { LedgerEntry } from '#contracts/ledger.ts'
import {
  aLedger,
  at,
  joined,
  line,
  offered,
  PLAN,
  reserved,
  returned,
  type Told,
} from './a-told-ledger.ts'
import { anHonestShop } from './an-honest-shop.ts'
import { replayLedger } from './replay-ledger.ts'

function faultsOf(...told: readonly Told[]): string[] {
  return replayLedger(aLedger(...told)).faults.map(({ index, fault }) => `${index} ${fault}`)
}

suite('A ledger replayed by a stranger', () => {
  test('an honest drop has no fault and adds up to its counters', () => {
    const { faults, counters } = replayLedger(
      aLedger(
        { ...PLAN, units: 3, limitPerMember: 2 },
        reserved(1, 'ann', 2),
        reserved(2, 'bob'),
        joined(7, 'cid', 2),
        joined(8, 'dan'),
        joined(9, 'eve'),
        at('committed', 1),
        at('expired', 2),
        offered(7, 3, 'cid'),
        at('committed', 3),
        at('released', 1), // cancelled before shipping: units and limit are free again
        line('passed', 8),
        offered(9, 4, 'eve'),
        line('left', 9),
        at('released', 4),
        reserved(5, 'ann', 2),
        at('committed', 5),
        returned(5),
        { kind: 'units_changed', delta: -1, units: 2 },
        joined(10, 'fay'),
      ),
    )
    assert.deepEqual(faults, [])
    assert.deepEqual(counters, {
      entries: 20,
      units: 2,
      reserved: 0,
      sold: 2,
      remaining: 0,
      waiting: 1,
      positions: 5,
    })
  })

  const caught: readonly (readonly [string, readonly Told[], readonly string[]])[] = [
    ['an entry is missing', [PLAN, { ...reserved(1), index: 2 }], ['2 index_gap']],
    [
      'an entry stands twice',
      [PLAN, reserved(1), { ...reserved(1), index: 1 }],
      ['1 index_repeated'],
    ],
    [
      'two entries changed places',
      [PLAN, { ...joined(1), index: 2 }, { ...line('left', 2), index: 1 }],
      ['2 index_gap', '1 index_backwards', '1 ticket_not_waiting'],
    ],
    ['the first entry is no plan', [joined(1)], ['0 not_planned']],
    ['time runs backwards', [PLAN, { ...reserved(1), atMs: 999 }], ['1 instant_backwards']],
    [
      'an entry is of another drop',
      [PLAN, { ...reserved(1), dropId: '01990000-0000-7000-8000-000000000002' }],
      ['1 drop_differs'],
    ],
    ['an entry does not say whom it means', [PLAN, { kind: 'committed' }], ['1 field_missing']],
    ['a quantity is below zero', [PLAN, reserved(1, 'ann', -1)], ['1 number_invalid']],
    ['a unit too many is given', [PLAN, reserved(1), reserved(2), reserved(3)], ['3 oversold']],
    [
      'a unit too many is offered',
      [PLAN, reserved(1), reserved(2), joined(1), offered(1, 3)],
      ['4 oversold'],
    ],
    [
      'units that are given are taken away',
      [PLAN, reserved(1), reserved(2), { kind: 'units_changed', delta: -1, units: 1 }],
      ['3 oversold'],
    ],
    [
      'units come from nowhere',
      [PLAN, { kind: 'units_changed', delta: 1, units: 4 }],
      ['1 units_differ'],
    ],
    [
      'the plan is changed under the buyers',
      [PLAN, reserved(1), { ...PLAN, limitPerMember: 5 }],
      ['2 plan_changed'],
    ],
    ['a position is left out', [PLAN, reserved(2)], ['1 position_gap']],
    [
      'a position is given twice',
      [PLAN, reserved(1, 'ann'), reserved(1, 'bob')],
      ['2 position_repeated'],
    ],
    [
      'positions are out of order',
      [PLAN, reserved(2), reserved(1)],
      ['1 position_gap', '2 position_backwards'],
    ],
    [
      'a member has more than the limit in two reservations',
      [PLAN, reserved(1, 'ann'), at('committed', 1), reserved(2, 'ann')],
      ['3 limit_exceeded'],
    ],
    [
      'a return gives the limit back',
      [PLAN, reserved(1, 'ann'), at('committed', 1), returned(1), reserved(2, 'ann')],
      ['4 limit_exceeded'],
    ],
    ['somebody passes the line', [PLAN, joined(1), reserved(1)], ['2 line_passed']],
    [
      'the line is served out of order',
      [PLAN, joined(1), joined(2), offered(2, 1)],
      ['3 line_passed'],
    ],
    [
      'an offer goes to somebody else',
      [PLAN, joined(1), offered(1, 1, 'eve')],
      ['2 offer_differs'],
    ],
    [
      'an offer is for more than was asked',
      [{ ...PLAN, limitPerMember: 2 }, joined(1), offered(1, 1, 't1', 2)],
      ['2 offer_differs'],
    ],
    ['an offer is for nobody', [PLAN, offered(1, 1)], ['1 ticket_not_waiting']],
    ['a ticket is given twice', [PLAN, joined(1), joined(1, 'eve')], ['2 ticket_repeated']],
    [
      'a ticket leaves twice',
      [PLAN, joined(1), line('left', 1), line('passed', 1)],
      ['3 ticket_not_waiting'],
    ],
    ['a reservation ends before it began', [PLAN, at('expired', 1)], ['1 reservation_unknown']],
    [
      'a reservation ends twice',
      [PLAN, reserved(1), at('expired', 1), at('released', 1)],
      ['3 reservation_ended'],
    ],
    [
      'what was paid expires',
      [PLAN, reserved(1), at('committed', 1), at('expired', 1)],
      ['3 step_illegal'],
    ],
    ['what was not paid is returned', [PLAN, reserved(1), returned(1)], ['2 step_illegal']],
    [
      'more comes back than went out',
      [PLAN, reserved(1), at('committed', 1), returned(1), returned(1)],
      ['4 returned_too_many'],
    ],
    [
      'what was returned is cancelled too',
      [PLAN, reserved(1), at('committed', 1), returned(1), at('released', 1)],
      ['4 step_illegal'],
    ],
  ]
  for (const [promise, told, faults] of caught) {
    test(`it is told when ${promise}`, () => assert.deepEqual(faultsOf(...told), faults))
  }

  test('a plan may be changed until the first member comes, then only its closing', () => {
    assert.deepEqual(faultsOf(PLAN, { ...PLAN, units: 9 }, reserved(1)), [])
    assert.deepEqual(faultsOf(PLAN, reserved(1), { ...PLAN, closesAtMs: 99_000 }), [])
  })

  test('whatever an honest shop does, the replay agrees with its own counters', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(), fc.nat()), { maxLength: 80 }), acts => {
        const shop = anHonestShop()
        for (const [act, who, count] of acts) shop.act(act, `m${who % 6}`, 1 + (count % 3))
        const { faults, counters } = replayLedger(shop.entries())
        assert.deepEqual(faults, [])
        assert.deepEqual({ ...counters }, { ...counters, ...shop.counters() })
      }),
      { numRuns: 200 },
    )
  })

  test('an entry taken out, told twice or moved is always found', () => {
    const acts = fc.array(fc.tuple(fc.nat(9), fc.nat(), fc.nat()), { minLength: 20, maxLength: 40 })
    fc.assert(
      fc.property(acts, fc.nat(), (list, pick) => {
        const shop = anHonestShop()
        for (const [act, who, count] of list) shop.act(act, `m${who % 6}`, 1 + (count % 3))
        const entries = shop.entries()
        const n = pick % entries.length
        const chosen = entries.slice(n, n + 1)
        const without = entries.toSpliced(n, 1)
        const names = (changed: LedgerEntry[]) => replayLedger(changed).faults.map(f => f.fault)
        if (n < without.length) assert(names(without).includes('index_gap'))
        assert(names(entries.toSpliced(n, 0, ...chosen)).includes('index_repeated'))
        if (n > 0) assert(names([...chosen, ...without]).includes('index_backwards'))
      }),
      { numRuns: 100 },
    )
  })
})
