import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Seen } from './hold-rehearsal.ts'
import { judgeRehearsal } from './judge-rehearsal.ts'

const dropId = '01930001-7b1e-7c3a-9d5e-0123456789ab'
const order = { state: 'awaiting_payment', total: { amountMinor: 1, currency: 'KRW' } }
const entry = { dropId, atMs: 900, quantity: 1 }

/** A shop that has broken every promise: sold too many, too early, to the wrong one, and lost some. */
const broken = {
  drop: { dropId, units: 2, opensAtMs: 1_000, price: { amountMinor: 5, currency: 'KRW' } },
  asked: [{ step: 'reserve', sentAtMs: 0, tookMs: 1, status: 500, code: 'internal' }],
  outcomes: [
    { at: 0, isBot: false, ending: 'not answered', held: null },
    { at: 1, isBot: false, ending: 'bought', held: { orderId: 'o' } },
  ],
  orders: [{ ...order, history: [{ state: 'paid' }, { state: 'awaiting_payment' }] }],
  stats: { sold: 3, reserved: 1, drop: { waiting: 1 } },
  entries: [
    {
      ...entry,
      index: 0,
      kind: 'planned',
      units: 2,
      limitPerMember: 1,
      opensAtMs: 1_000,
      closesAtMs: 2_000,
    },
    { ...entry, index: 1, kind: 'reserved', position: 1, member: 'm' },
    { ...entry, index: 2, kind: 'reserved', position: 2, member: 'm' },
  ],
  head: { dropId, size: 3, rootHash: '', atMs: 1, jws: '' },
  ...{ keys: new Map(), loads: [], endedAtMs: 1, deadLetters: 2, differing: 1, afterClosing: null },
} as unknown as Seen

test('a shop that broke every promise is told of each, with what was found', () => {
  const verdicts = judgeRehearsal(broken)
  assert.ok(verdicts.length >= 10)
  assert.deepEqual(
    verdicts.filter(({ isKept }) => isKept).map(({ promise }) => promise),
    [],
  )
  for (const { finding } of verdicts) assert.doesNotMatch(finding, /undefined|NaN/)
})
