import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { replayLedger } from './replay-ledger.ts'

type Told = Omit<LedgerEntry, 'index' | 'dropId' | 'atMs'> & Partial<LedgerEntry>

const PLAN: Told = {
  kind: 'planned',
  units: 2,
  limitPerMember: 1,
  opensAtMs: 1_000,
  closesAtMs: 9_000,
}

/** Entries in their order, a millisecond apart, unless they say otherwise. */
function aLedger(...told: readonly Told[]): LedgerEntry[] {
  const dropId = '01990000-0000-7000-8000-000000000001'
  return told.map((entry, index) => ({ index, dropId, atMs: 1_000 + index, ...entry }))
}

const reserved = (position: number, member = `m${position}`, quantity = 1): Told => ({
  kind: 'reserved',
  position,
  member,
  quantity,
})
const joined = (ticket: number, member = `t${ticket}`, quantity = 1): Told => ({
  kind: 'joined',
  ticket,
  member,
  quantity,
})
const offered = (ticket: number, position: number, member = `t${ticket}`, quantity = 1): Told => ({
  kind: 'offered',
  ticket,
  position,
  member,
  quantity,
})
const at = (kind: 'committed' | 'released' | 'expired', position: number): Told => ({
  kind,
  position,
})
const returned = (position: number, quantity = 1): Told => ({
  kind: 'returned',
  position,
  quantity,
})
const line = (kind: 'left' | 'passed', ticket: number): Told => ({ kind, ticket })

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
        const shop = honestShop()
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
        const shop = honestShop()
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

/** A shop in a few lines, which refuses what is not allowed and writes down what it did. */
function honestShop() {
  const told: Told[] = [{ ...PLAN, units: 5, limitPerMember: 3 }]
  const holds: {
    position: number
    member: string
    quantity: number
    sold: boolean
    back: number
  }[] = []
  let waiting: { ticket: number; member: string; quantity: number }[] = []
  let units = 5
  let positions = 0
  let tickets = 0
  const ended = new Set<number>()
  const returnedBy = new Map<string, number>()

  const live = () => holds.filter(hold => !ended.has(hold.position))
  const sum = (list: { quantity: number; back: number }[]) =>
    list.reduce((total, { quantity, back }) => total + quantity - back, 0)
  const free = () => units - sum(live())
  const owned = (member: string) =>
    sum(live().filter(hold => hold.member === member)) + (returnedBy.get(member) ?? 0)

  function give(member: string, quantity: number): number {
    positions += 1
    holds.push({ position: positions, member, quantity, sold: false, back: 0 })
    return positions
  }

  function serveLine(): void {
    for (const next of [...waiting]) {
      const { ticket, member } = next
      const quantity = Math.min(next.quantity, free())
      if (quantity === 0) return
      waiting = waiting.filter(one => one !== next)
      if (owned(member) + quantity > 3) told.push(line('passed', ticket))
      else told.push(offered(ticket, give(member, quantity), member, quantity))
    }
  }

  function act(kind: number, member: string, quantity: number): void {
    const hold = live().find(one => one.member === member)
    if (kind < 3 && waiting.length === 0 && quantity <= free() && owned(member) + quantity <= 3) {
      told.push(reserved(give(member, quantity), member, quantity))
    } else if (kind < 3) {
      tickets += 2
      waiting.push({ ticket: tickets, member, quantity })
      told.push(joined(tickets, member, quantity))
    } else if (kind < 5 && hold !== undefined && !hold.sold) {
      hold.sold = true
      told.push(at('committed', hold.position))
    } else if (kind < 7 && hold !== undefined && hold.back === 0) {
      ended.add(hold.position)
      told.push(at(hold.sold || kind === 5 ? 'released' : 'expired', hold.position))
    } else if (kind === 7 && hold?.sold && hold.back < hold.quantity) {
      hold.back += 1
      returnedBy.set(member, (returnedBy.get(member) ?? 0) + 1)
      told.push(returned(hold.position))
    } else if (kind === 8) {
      const delta = free() > 0 && quantity > 1 ? -1 : 1
      units += delta
      told.push({ kind: 'units_changed', delta, units })
    } else if (kind === 9) {
      const leaving = waiting.find(one => one.member === member)
      waiting = waiting.filter(one => one !== leaving)
      if (leaving !== undefined) told.push(line('left', leaving.ticket))
    }
    serveLine()
  }

  return {
    act,
    entries: () => aLedger(...told),
    counters: () => ({
      units,
      reserved: sum(live().filter(hold => !hold.sold)),
      sold: sum(live().filter(hold => hold.sold)),
      remaining: free(),
      waiting: waiting.length,
      positions,
    }),
  }
}
