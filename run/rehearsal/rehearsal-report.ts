import type { JudgedPromise } from '#contracts/rehearsals.ts'
import type { Seen } from './hold-rehearsal.ts'
import type { CrowdPlan } from './plan-buyers.ts'
import {
  arrivalCurves,
  comparison,
  counted,
  firstFigures,
  lasted,
  latencyCurves,
  latencyTable,
  loadCurves,
  meters,
  type Span,
  verdictTable,
} from './report-parts.ts'
import { reportStyles } from './report-styles.ts'
import { type Summary, summaryTag } from './summary.ts'
import { curves, type Series } from './svg-curves.ts'
import { drawHoldings, holdingsOf } from './svg-holds.ts'

type Told = {
  readonly seen: Seen
  readonly crowd: CrowdPlan
  readonly verdicts: readonly JudgedPromise[]
  readonly summary: Summary
  /** The one before; null where there was none. */
  readonly last: Summary | null
}

/** The whole report as one page that needs nothing else: no script, no file, no network. */
export function rehearsalReport({ seen, crowd, verdicts, summary, last }: Told): string {
  const { drop, outcomes, asked } = seen
  const span: Span = { fromMs: -2_500, toMs: Math.ceil(seen.endedAtMs / 1_000) * 1_000 }
  const rush: Span = { ...span, toMs: Math.min(span.toMs, crowd.overMs + 2_000) }
  const broken = verdicts.filter(({ isKept }) => !isKept)
  const word = broken.length === 0 ? 'It held.' : 'It did not hold.'
  const refusals = counted(asked, ({ step, status, code }) =>
    step === 'reserve' && status >= 400 ? `${code}` : null,
  )
  const ends = counted(outcomes, ({ ending, isBot }) => (isBot ? `${ending} (bots)` : ending))
  const holdings = holdingsOf(seen.entries, { ...drop, endedAtMs: seen.endedAtMs })
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Rehearsal: ${word}</title><style>${reportStyles}</style></head><body><main>
<header><p class="lead">Rehearsal of a drop · ${showInstant(summary.heldAtMs)} UTC · seed ${crowd.seed}</p>
<h1 class="${broken.length === 0 ? 'kept' : 'broken'}">${word}</h1>
<p class="lead">${lead({ seen, crowd, summary })}</p></header>
${firstFigures(summary)}
${section('Promises', 'Each judged by what the crowd was told, by the orders it has, and by the public, signed ledger.', verdictTable(verdicts))}
${section('Arrivals and answers', 'Presses of the button, and what they were answered. The dashed line is the opening.', arrivalCurves(seen, rush))}
${section('How long it took', 'By when the button was pressed. What the crowd itself was late is in every figure.', `${latencyCurves(seen, rush)}${latencyTable(seen)}`)}
${section('Who got what, in which order', 'Each bar is a unit in somebody’s hands, from the moment it was theirs. Positions are given once.', drawHoldings(holdings, span))}
<section><div class="two"><div><h2>Refusals</h2><p class="note">What a press was refused with.</p><div>${meters(refusals, 'accent')}</div></div>
<div><h2>How it ended</h2><p class="note">For each of ${crowd.buyers.toLocaleString('en')} buyers.</p><div>${meters(ends, 'ink')}</div></div></div></section>
${section('The line', 'Who waited for a unit to come back.', lineCurve(seen, span))}
${section('Money', 'Nothing real: the simulated provider.', moneyTable(seen))}
${section('Load', 'Of one core each. The crowd shares the machine with the shop, unless it runs elsewhere.', loadCurves(seen, span))}
${last === null ? '' : section('Beside the last rehearsal', `Of ${showInstant(last.heldAtMs)} UTC, seed ${last.seed}.`, comparison(summary, last))}
<footer>Firstcome · made by npm run rehearse</footer></main>${summaryTag(summary)}</body></html>
`
}

const section = (title: string, note: string, inside: string): string =>
  `<section><h2>${title}</h2><p class="note">${note}</p><div class="sheet">${inside}</div></section>`

function lead({ seen, crowd, summary }: Pick<Told, 'seen' | 'crowd' | 'summary'>): string {
  const share = (of: number) => `${Math.round(of * 100)} %`
  const soldOut =
    summary.soldOutAfterMs === null
      ? 'Units were left at the door.'
      : `The last unit went after ${lasted(summary.soldOutAfterMs)}.`
  return `${crowd.buyers.toLocaleString('en')} buyers for ${seen.drop.units.toLocaleString('en')} units; ${share(crowd.leave)} leave after entering payment, ${share(crowd.decline)} are declined. ${soldOut}`
}

function lineCurve({ entries, drop }: Seen, span: Span): string {
  let waiting = 0
  const points: (readonly [number, number])[] = [[span.fromMs, 0]]
  for (const { kind, atMs } of entries) {
    const step =
      kind === 'joined' ? 1 : kind === 'offered' || kind === 'left' || kind === 'passed' ? -1 : 0
    if (step === 0) continue
    const x = atMs - drop.opensAtMs
    if (x > span.toMs) break
    points.push([x, waiting])
    waiting += step
    points.push([x, waiting])
  }
  points.push([span.toMs, waiting])
  const series: Series[] = [{ name: 'waiting', tone: 'accent', points, isFilled: true }]
  const offers = entries.filter(({ kind }) => kind === 'offered').length
  const joined = entries.filter(({ kind }) => kind === 'joined').length
  return `<p>${joined} joined, ${offers} were offered a unit.</p>${curves({ ...span, series, height: 160, showY: value => String(Math.round(value)) })}`
}

function moneyTable({ orders, asked, drop }: Seen): string {
  const price = drop.price.amountMinor
  const sum = (count: number) => `₩${(count * price).toLocaleString('en')}`
  const paid = orders.filter(({ state }) => state === 'paid').length
  const rows = [
    ['entered', asked.filter(({ step, status }) => step === 'enter' && status === 201).length],
    ['captured, with an order', paid],
    ['held, and not paid', orders.length - paid],
  ] as const
  const cells = rows.map(
    ([name, count]) =>
      `<tr><td>${name}</td><td class="n">${count}</td><td class="n">${sum(count)}</td></tr>`,
  )
  return `<table>${cells.join('')}</table>`
}

/** `2026-11-21 19:45`, as people write an instant. */
function showInstant(atMs: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    ...{ dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' },
  })
  return parts.format(atMs)
}
