import type { JudgedPromise } from '#contracts/rehearsals.ts'
import { escapeHtml } from '#platform/http/escape-html.ts'
import type { Asked, Step } from './asked.ts'
import type { Seen } from './hold-rehearsal.ts'
import type { ReportLanguage, reportWords, Say } from './report-words.ts'
import { countPer, percentile, type Summary } from './summary.ts'
import { curves, type Series } from './svg-curves.ts'
import { inWordsOf } from './tell-promise.ts'

/** Time is drawn in spans of so long. */
const SPAN_MS = 250

/** As a buyer takes them. */
const STEPS: readonly Step[] = ['look', 'reserve', 'enter', 'pay', 'give back', 'line', 'order']

export type Span = { readonly fromMs: number; readonly toMs: number }

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const ms = (value: number): string => `${whole(value)} ms`

/** 14 ms, 1.25 s: as a reader tells it. */
export const lasted = (value: number): string =>
  value < 1_000 ? ms(value) : `${(value / 1_000).toFixed(2)} s`

/** What was kept and what was not, each with what was found. */
export function verdictTable(verdicts: readonly JudgedPromise[], language: ReportLanguage): string {
  const rows = verdicts.map(judged => {
    const { isKept } = judged
    const { promise, finding } = inWordsOf(language, judged)
    const mark = isKept ? 'kept' : 'broken'
    return `<tr><td class="mark ${mark}">${isKept ? '✓' : '✗'}</td><td>${escapeHtml(promise)}</td><td class="n">${escapeHtml(finding)}</td></tr>`
  })
  return `<table>${rows.join('')}</table>`
}

/** The four numbers that are asked for first. */
export function firstFigures(summary: Summary, say: Say): string {
  const { soldOutAfterMs, questions, mostPerSecond, reserveP50Ms, reserveP99Ms } = summary
  const soldOut = soldOutAfterMs === null ? '—' : lasted(soldOutAfterMs)
  const figures = [
    [soldOut, say('untilSoldOut')],
    [whole(questions), say('questionsAsked', { most: whole(mostPerSecond) })],
    [ms(reserveP50Ms), say('halfWithin')],
    [ms(reserveP99Ms), say('mostWithin')],
    [say('soldOf', { sold: whole(summary.sold), units: whole(summary.units) }), say('soldInEnd')],
  ]
  return `<div class="figures">${figures.map(([value, name]) => `<div><b>${value}</b><span>${name}</span></div>`).join('')}</div>`
}

/** Who came when, and what was answered when. */
export function arrivalCurves({ asked }: Seen, span: Span, say: Say): string {
  const presses = asked.filter(({ step }) => step === 'reserve')
  const answered = presses.map(each => ({ ...each, sentAtMs: each.sentAtMs + each.tookMs }))
  const of = (code: (each: Asked) => boolean) => perSecond(answered.filter(code), span)
  const series: Series[] = [
    { name: say('presses'), tone: 'ink', points: perSecond(presses, span), isFilled: true },
    { name: say('granted'), tone: 'yours', points: of(({ status }) => status === 201) },
    { name: say('soldOut'), tone: 'accent', points: of(({ code }) => code === 'sold_out') },
    { name: say('comeAgain'), tone: 'short', points: of(({ status }) => status === 503) },
  ]
  return curves({ ...span, series, showY: value => `${whole(value)}/s` })
}

/** Median and worst of the presses, by when they were made. */
export function latencyCurves({ asked, loads }: Seen, span: Span, say: Say): string {
  const groups = Map.groupBy(
    asked.filter(({ step, status }) => step === 'reserve' && status !== 0),
    ({ sentAtMs }) => Math.floor(sentAtMs / SPAN_MS) * SPAN_MS,
  )
  const at = (share: number) =>
    [...groups.entries()]
      .sort(([one], [other]) => one - other)
      .map(([from, each]) => {
        return [
          from,
          percentile(
            each.map(({ tookMs }) => tookMs),
            share,
          ),
        ] as const
      })
  const late = loads.map(({ atMs, crowdLateMs }) => [atMs, crowdLateMs] as const)
  const series: Series[] = [
    { name: say('in99'), tone: 'accent', points: at(0.99), isFilled: true },
    { name: say('half'), tone: 'ink', points: at(0.5) },
    { name: say('crowdLate'), tone: 'soft', points: late },
  ]
  return curves({ ...span, series, showY: ms })
}

/** A row for each kind of question. */
export function latencyTable({ asked }: Seen, say: Say): string {
  const rows = STEPS.flatMap(step => {
    const took = asked.filter(each => each.step === step && each.status !== 0)
    const at = (share: number) =>
      ms(
        percentile(
          took.map(({ tookMs }) => tookMs),
          share,
        ),
      )
    if (took.length === 0) return []
    return `<tr><td>${say(`step ${step}`)}</td><td class="n">${whole(took.length)}</td><td class="n">${at(0.5)}</td><td class="n">${at(0.95)}</td><td class="n">${at(0.99)}</td></tr>`
  })
  return `<table><tr><th></th><th class="n">${say('questions')}</th><th class="n">${say('half')}</th><th class="n">${say('in95')}</th><th class="n">${say('in99')}</th></tr>${rows.join('')}</table>`
}

/** Both loads, each as a share of one core. */
export function loadCurves({ loads }: Seen, span: Span, say: Say): string {
  const inside = loads.filter(({ atMs }) => atMs >= span.fromMs && atMs <= span.toMs)
  const shop = inside.flatMap(({ atMs, shopCpu }) =>
    shopCpu === null ? [] : [[atMs, shopCpu] as const],
  )
  const crowd = inside.map(({ atMs, crowdCpu }) => [atMs, crowdCpu] as const)
  const series: Series[] = [
    { name: say('theShop'), tone: 'ink', points: shop, isFilled: true },
    { name: say('theCrowd'), tone: 'soft', points: crowd },
  ]
  return curves({ ...span, series, height: 160, showY: value => `${Math.round(value * 100)} %` })
}

/** How many of what: the longest bar is the whole width. */
export function meters(counts: ReadonlyMap<string, number>, tone: string, say: Say): string {
  const most = Math.max(1, ...counts.values())
  const rows = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(
      ([name, count]) =>
        `<tr><td>${escapeHtml(name)}</td><td class="n">${whole(count)}</td><td><div class="meter ${tone}"><i style="width:${((100 * count) / most).toFixed(1)}%"></i></div></td></tr>`,
    )
  return `<table>${rows.join('') || `<tr><td>${say('none')}</td></tr>`}</table>`
}

export function counted<Item>(items: readonly Item[], of: (item: Item) => string | null) {
  const counts = new Map<string, number>()
  for (const item of items) {
    const name = of(item)
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

/** This one beside the last one, which may have been of another size. */
export function comparison(now: Summary, last: Summary, say: Say): string {
  const rows: readonly (readonly [
    keyof typeof reportWords,
    number | null,
    number | null,
    (n: number) => string,
  ])[] = [
    ['buyers', now.buyers, last.buyers, whole],
    ['units', now.units, last.units, whole],
    ['soldOutAfter', now.soldOutAfterMs, last.soldOutAfterMs, ms],
    ['pressesHalf', now.reserveP50Ms, last.reserveP50Ms, ms],
    ['presses99', now.reserveP99Ms, last.reserveP99Ms, ms],
    ['askedAgain', now.askedAgain, last.askedAgain, whole],
    ['shopCpu', now.shopCpuMs, last.shopCpuMs, ms],
  ]
  const cells = rows.map(([name, here, before, show]) => {
    const change = here === null || before === null || before === 0 ? null : here / before - 1
    const isSize = name === 'buyers' || name === 'units'
    const tone =
      change === null || isSize || Math.abs(change) < 0.05 ? '' : change > 0 ? 'wider' : 'closer'
    const told = change === null ? '' : `${change > 0 ? '+' : ''}${Math.round(change * 100)} %`
    return `<tr><td>${say(name)}</td><td class="n">${here === null ? '—' : show(here)}</td><td class="n">${before === null ? '—' : show(before)}</td><td class="n ${tone}">${told}</td></tr>`
  })
  return `<table><tr><th></th><th class="n">${say('now')}</th><th class="n">${say('last')}</th><th class="n">${say('change')}</th></tr>${cells.join('')}</table>`
}

function perSecond(asked: readonly Asked[], { fromMs, toMs }: Span): (readonly [number, number])[] {
  const counts = countPer(asked, SPAN_MS)
  const points: (readonly [number, number])[] = []
  for (let at = Math.floor(fromMs / SPAN_MS) * SPAN_MS; at <= toMs; at += SPAN_MS) {
    points.push([at, ((counts.get(at) ?? 0) * 1_000) / SPAN_MS])
  }
  return points
}
