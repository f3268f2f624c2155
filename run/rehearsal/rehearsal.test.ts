import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CannotGoOn } from '#run/cannot-go-on.ts'
import { copyFlags } from './open-copy.ts'
import { type CrowdPlan, planBuyers } from './plan-buyers.ts'
import { readRehearsalLine } from './rehearsal-line.ts'
import { isReport, percentile, summaryIn, summaryTag } from './summary.ts'
import { curves, niceCeiling } from './svg-curves.ts'
import { holdingsOf } from './svg-holds.ts'

const crowd: CrowdPlan = { buyers: 5_000, seed: 7, leave: 0.2, decline: 0.2, overMs: 15_000 }

test('the same seed is the same crowd, and another one is another', () => {
  assert.deepEqual(planBuyers(crowd), planBuyers(crowd))
  assert.notDeepEqual(planBuyers(crowd), planBuyers({ ...crowd, seed: 8 }))
})

test('a crowd leaves and is declined as often as was asked for, and most come at the opening', () => {
  const plans = planBuyers(crowd)
  const share = (of: (plan: (typeof plans)[number]) => boolean) =>
    plans.filter(of).length / plans.length
  const near = (value: number, wanted: number) =>
    assert.ok(Math.abs(value - wanted) < 0.03, `${value}`)
  near(
    share(({ leaves }) => leaves !== 'no'),
    0.2,
  )
  near(
    share(({ isDeclined }) => isDeclined),
    0.2,
  )
  near(
    share(({ isBot }) => isBot),
    0.02,
  )
  assert.ok(share(({ pressesAtMs }) => pressesAtMs < 4_000) > 0.5)
  const none = planBuyers({ ...crowd, leave: 0, decline: 0 })
  assert.ok(none.every(({ leaves, isDeclined }) => leaves === 'no' && !isDeclined))
})

test('a copy saves memory where its starter does, and is told of no file of settings', () => {
  const saving = '--max-old-space-size=192'
  const flags = copyFlags([saving, '--env-file=/real/.env', '--inspect'])
  assert.deepEqual(flags, ['--disable-warning=ExperimentalWarning', saving])
})

test('a line is answered with all that is wrong in it, and what is right', () => {
  const right = { buyers: '10', units: '1', leave: '0', decline: '1', over: '5', hold: '4000' }
  const rest = { limit: '1', price: '1' }
  assert.equal(readRehearsalLine({ ...right, ...rest }, 3).crowd.seed, 3)
  assert.equal(readRehearsalLine({ ...right, ...rest, url: 'http://a:1/x' }, 3).url, 'http://a:1')
  const wrong = {
    ...right,
    ...rest,
    buyers: '0',
    leave: '20',
    url: 'shop',
    seed: '1e3',
    language: 'kr',
  }
  assert.throws(
    () => readRehearsalLine(wrong, 3),
    (error: unknown) =>
      error instanceof CannotGoOn &&
      error.exitCode === 64 &&
      /--buyers 0: give a whole number from 1 (.|\n)*--leave 20: give a share(.|\n)*--seed 1e3/.test(
        error.message,
      ) &&
      /--url shop(.|\n)*--language kr: give en or ko/.test(error.message),
  )
})

test('a report is found again by the next rehearsal, and nothing else is taken for one', () => {
  const summary = {
    ...{
      heldAtMs: 1,
      buyers: 10,
      units: 1,
      seed: 7,
      isKept: true,
      questions: 20,
      mostPerSecond: 9,
    },
    ...{ soldOutAfterMs: 12.5, reserveP50Ms: 1, reserveP99Ms: 2, sold: 1, askedAgain: 0 },
    shopCpuMs: null,
  }
  assert.deepEqual(summaryIn(`<html>${summaryTag(summary)}</html>`), summary)
  assert.equal(summaryIn('<html></html>'), null)
  assert.equal(isReport('<html>my own notes, with a <script></script></html>'), false)
  assert.equal(isReport('<script type="application/json" id="summary">{"a":1}</script>'), true)
  assert.equal(summaryIn('<script type="application/json" id="summary">{"a":</script>'), null)
  assert.equal(summaryIn('<script type="application/json" id="summary">{"a":1}</script>'), null)
})

test('percentiles are by nearest rank, and scales end in round numbers', () => {
  assert.deepEqual(
    [percentile([3, 1, 2], 0.5), percentile([1, 2], 0.99), percentile([], 1)],
    [2, 2, 0],
  )
  assert.deepEqual([1, 1.1, 3, 7, 11, 480].map(niceCeiling), [1, 2, 4, 8, 20, 500])
  const svg = curves({
    ...{ fromMs: 0, toMs: 1_000, showY: value => String(value) },
    series: [{ name: 'a', tone: 'ink', points: [] }],
  })
  assert.doesNotMatch(svg, /NaN|undefined|Infinity/)
})

test('each hold is drawn from when it was given to how it ended', () => {
  const entry = { dropId: 'd', index: 0 }
  const holdings = holdingsOf(
    [
      { ...entry, kind: 'reserved', atMs: 1_010, position: 1 },
      { ...entry, kind: 'offered', atMs: 1_500, position: 2 },
      { ...entry, kind: 'expired', atMs: 1_400, position: 1 },
    ],
    { opensAtMs: 1_000, endedAtMs: 900 },
  )
  assert.deepEqual(holdings, [
    { position: 1, isOffer: false, fromMs: 10, toMs: 400, end: 'expired' },
    { position: 2, isOffer: true, fromMs: 500, toMs: 900, end: 'held' },
  ])
})
