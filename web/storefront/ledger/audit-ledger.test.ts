import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LedgerEntry } from '#contracts/ledger.ts'
import {
  aLedger,
  at,
  joined,
  offered,
  PLAN,
  reserved,
  type Told,
} from '#contracts/ledger-rules/a-told-ledger.ts'
import { aHead, dropId, keys } from '#web/storefront/receipt/ledger-under-test.ts'
import { auditLedger, type LedgerAudit, type LedgerPromise } from './audit-ledger.ts'

/** Two are sold out, one joins the line, a hold runs out and its unit is offered. */
const HONEST: readonly Told[] = [
  ...[PLAN, reserved(1), reserved(2), joined(1)],
  ...[at('committed', 1), at('expired', 2), offered(1, 3), at('committed', 3)],
]

const brokenIn = ({ kept }: LedgerAudit) =>
  (Object.keys(kept) as LedgerPromise[]).filter(promise => kept[promise] !== 'right')
const faultsIn = ({ faults }: LedgerAudit) => faults.map(({ index, fault }) => `${index} ${fault}`)

/** What is found of these entries, where the shop signed those, or the same. */
async function found(served: readonly LedgerEntry[], signed: readonly LedgerEntry[] = served) {
  const audit = await auditLedger({ head: await aHead(signed), entries: served }, dropId, keys)
  return { is: audit.is, broken: brokenIn(audit), faults: faultsIn(audit) }
}

test('an honest ledger of any size is proven, and says what it adds up to', async () => {
  for (let size = 1; size <= HONEST.length; size++) {
    assert.deepEqual(await found(aLedger(...HONEST.slice(0, size))), {
      is: 'verified',
      broken: [],
      faults: [],
    })
  }
  const entries = aLedger(...HONEST)
  const { counters } = await auditLedger({ head: await aHead(entries), entries }, dropId, keys)
  assert.deepEqual([counters?.positions, counters?.sold, counters?.remaining], [3, 2, 0])
})

test('a line that was altered after it was signed is told, though the replay finds nothing', async () => {
  const tampered = aLedger(...HONEST).map(entry =>
    entry.index === 1 ? { ...entry, atMs: entry.atMs - 1 } : entry,
  )
  const audit = { is: 'wrong', broken: ['root'], faults: [] }
  assert.deepEqual(await found(tampered, aLedger(...HONEST)), audit)
})

test('a line that is missing is told', async () => {
  const signed = aLedger(...HONEST)
  assert.deepEqual(await found(signed.slice(0, -1), signed), {
    is: 'wrong',
    broken: ['whole', 'root'],
    faults: [],
  })
  assert.deepEqual((await found(signed.toSpliced(4, 1), signed)).faults[0], '5 index_gap')
})

test('a unit too many is told by its line, though all of it is signed', async () => {
  assert.deepEqual(await found(aLedger(PLAN, reserved(1), reserved(2), reserved(3))), {
    is: 'wrong',
    broken: ['units'],
    faults: ['3 oversold'],
  })
})

test('a member who was passed in line is told by the line of who passed', async () => {
  assert.deepEqual(await found(aLedger(PLAN, joined(1), joined(2), offered(2, 1))), {
    is: 'wrong',
    broken: ['line'],
    faults: ['3 line_passed'],
  })
})

test('numbers that leave one out, more than the limit, and an end too many are told apart', async () => {
  const unfair = aLedger(
    ...[PLAN, reserved(1, 'ann'), reserved(3, 'ann')],
    ...[at('expired', 1), at('expired', 1)],
  )
  assert.deepEqual(await found(unfair), {
    is: 'wrong',
    broken: ['limit', 'numbers', 'endings'],
    faults: ['2 position_gap', '2 limit_exceeded', '4 reservation_ended'],
  })
})

test('only the shop’s own signature counts, and only for this drop', async () => {
  const entries = aLedger(...HONEST)
  const head = await aHead(entries)
  assert.deepEqual(brokenIn(await auditLedger({ head, entries }, dropId, [])), ['signature'])
  const asToken = await aHead(entries, 'at+jwt')
  const judged = await auditLedger({ head: asToken, entries }, dropId, keys)
  assert.deepEqual(brokenIn(judged), ['signature'])
  const other = await auditLedger({ head, entries }, dropId.replace(/1$/, '2'), keys)
  assert.deepEqual([brokenIn(other), faultsIn(other)], [['whole', 'order'], ['0 drop_differs']])
})

test('what is no entry at all is told and stops the replay', async () => {
  const [plan, first] = aLedger(PLAN, reserved(1))
  for (const odd of [null, 7, { ...first, kind: 'given' }, { ...first, quantity: '1' }]) {
    const entries = [plan, odd] as LedgerEntry[]
    const { is, counters, ...audit } = await auditLedger(
      { head: await aHead(aLedger(PLAN, reserved(1))), entries },
      dropId,
      keys,
    )
    assert.deepEqual(
      [is, counters, audit.faults],
      ['wrong', null, [{ index: 1, fault: 'entry_malformed' }]],
    )
  }
})
