import type { JudgedPromise } from '#contracts/rehearsals.ts'
import { showInstant } from '#run/show-instant.ts'
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
import { type ReportLanguage, reportWordsIn, type Say } from './report-words.ts'
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
  readonly language: ReportLanguage
}

/** The whole report as one page that needs nothing else: no script, no file, no network. */
export function rehearsalReport(told: Told): string {
  const { seen, crowd, verdicts, summary, last, language } = told
  const { drop, outcomes, asked, entries, endedAtMs } = seen
  const say = reportWordsIn(language)
  const span: Span = { fromMs: -2_500, toMs: Math.ceil(endedAtMs / 1_000) * 1_000 }
  const rush: Span = { ...span, toMs: Math.min(span.toMs, crowd.overMs + 2_000) }
  const verdict = say(summary.isKept ? 'held' : 'heldNot')
  const refusals = counted(asked, ({ step, status, code }) =>
    step === 'reserve' && status >= 400 ? `${code}` : null,
  )
  const ends = counted(outcomes, ({ ending, isBot }) => {
    const word = say(`end ${ending}`)
    return isBot ? say('bot', { ending: word }) : word
  })
  const holdings = holdingsOf(entries, { ...drop, endedAtMs })
  const buyers = crowd.buyers.toLocaleString('en')
  const instant = showInstant(summary.heldAtMs)
  const section = (title: Noted, inside: string): string =>
    `<section><h2>${say(title)}</h2><p class="note">${say(`${title}Note`)}</p><div class="sheet">${inside}</div></section>`
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${say('title', { verdict })}</title><style>${reportStyles}</style></head><body><main>
<header><p class="lead">${say('ofDrop', { instant, seed: crowd.seed })}</p>
<h1 class="${summary.isKept ? 'kept' : 'broken'}">${verdict}</h1>
<p class="lead">${lead(told, say)}</p></header>
${firstFigures(summary, say)}
${section('promises', verdictTable(verdicts, language))}
${section('arrivals', arrivalCurves(seen, rush, say))}
${section('took', `${latencyCurves(seen, rush, say)}${latencyTable(seen, say)}`)}
${section('turns', drawHoldings(holdings, span, say))}
<section><div class="two"><div><h2>${say('refusals')}</h2><p class="note">${say('refusalsNote')}</p><div>${meters(refusals, 'accent', say)}</div></div>
<div><h2>${say('endings')}</h2><p class="note">${say('endingsNote', { buyers })}</p><div>${meters(ends, 'ink', say)}</div></div></div></section>
${section('line', lineCurve(seen, span, say))}
${section('money', moneyTable(seen, say))}
${section('load', loadCurves(seen, span, say))}
${last === null ? '' : besideLast(summary, last, say)}
<footer>Firstcome · ${say('madeBy')}</footer></main>${summaryTag(summary)}</body></html>
`
}

type Noted = 'promises' | 'arrivals' | 'took' | 'turns' | 'line' | 'money' | 'load'

function besideLast(summary: Summary, last: Summary, say: Say): string {
  const note = say('besideNote', { instant: showInstant(last.heldAtMs), seed: last.seed })
  return `<section><h2>${say('beside')}</h2><p class="note">${note}</p><div class="sheet">${comparison(summary, last, say)}</div></section>`
}

function lead({ seen, crowd, summary: { soldOutAfterMs } }: Told, say: Say): string {
  const share = (of: number) => `${Math.round(of * 100)} %`
  const sentence = say('lead', {
    buyers: crowd.buyers.toLocaleString('en'),
    units: seen.drop.units.toLocaleString('en'),
    ...{ leave: share(crowd.leave), decline: share(crowd.decline) },
  })
  const soldOut =
    soldOutAfterMs === null ? say('unitsLeft') : say('lastWent', { after: lasted(soldOutAfterMs) })
  return `${sentence} ${soldOut}`
}

function lineCurve({ entries, drop }: Seen, span: Span, say: Say): string {
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
  const series: Series[] = [{ name: say('waiting'), tone: 'accent', points, isFilled: true }]
  const offered = entries.filter(({ kind }) => kind === 'offered').length
  const joined = entries.filter(({ kind }) => kind === 'joined').length
  return `<p>${say('lineCounts', { joined, offered })}</p>${curves({ ...span, series, height: 160, showY: value => String(Math.round(value)) })}`
}

function moneyTable({ orders, asked, drop }: Seen, say: Say): string {
  const price = drop.price.amountMinor
  const sum = (count: number) => `₩${(count * price).toLocaleString('en')}`
  const paid = orders.filter(({ state }) => state === 'paid').length
  const rows = [
    [say('entered'), asked.filter(({ step, status }) => step === 'enter' && status === 201).length],
    [say('captured'), paid],
    [say('notPaid'), orders.length - paid],
  ] as const
  const cells = rows.map(
    ([name, count]) =>
      `<tr><td>${name}</td><td class="n">${count}</td><td class="n">${sum(count)}</td></tr>`,
  )
  return `<table>${cells.join('')}</table>`
}
