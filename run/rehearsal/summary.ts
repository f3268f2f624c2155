import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { JudgedPromise } from '#contracts/rehearsals.ts'
import type { Asked } from './asked.ts'
import type { Seen } from './hold-rehearsal.ts'
import type { CrowdPlan } from './plan-buyers.ts'

/** The figures of a rehearsal, for comparing it with the next one. Times in milliseconds. */
export const Summary = Type.Object({
  heldAtMs: Type.Integer(),
  buyers: Type.Integer(),
  units: Type.Integer(),
  seed: Type.Integer(),
  isKept: Type.Boolean(),
  questions: Type.Integer(),
  /** In the second in which most were asked. */
  mostPerSecond: Type.Integer(),
  /** From the opening to the last unit that was taken at the door; null where some were left. */
  soldOutAfterMs: Type.Union([Type.Number(), Type.Null()]),
  reserveP50Ms: Type.Number(),
  reserveP99Ms: Type.Number(),
  sold: Type.Integer(),
  askedAgain: Type.Integer(),
  shopCpuMs: Type.Union([Type.Number(), Type.Null()]),
})
export type Summary = Static<typeof Summary>

export function summaryOf(
  seen: Seen,
  verdicts: readonly JudgedPromise[],
  { heldAtMs, crowd }: { readonly heldAtMs: number; readonly crowd: CrowdPlan },
): Summary {
  const { asked, drop, entries, stats } = seen
  const presses = asked.filter(({ step, status }) => step === 'reserve' && status !== 0)
  const took = presses.map(({ tookMs }) => tookMs)
  const doors = entries.filter(({ kind }) => kind === 'reserved')
  const last = doors[drop.units - 1]
  return {
    heldAtMs,
    ...{ buyers: crowd.buyers, units: drop.units, seed: crowd.seed },
    isKept: verdicts.every(({ isKept }) => isKept),
    questions: asked.length,
    mostPerSecond: Math.max(0, ...countPer(asked, 1_000).values()),
    soldOutAfterMs: last === undefined ? null : last.atMs - drop.opensAtMs,
    reserveP50Ms: rounded(percentile(took, 0.5)),
    reserveP99Ms: rounded(percentile(took, 0.99)),
    sold: stats.sold,
    askedAgain: asked.filter(({ status }) => status === 503 || status === 429).length,
    shopCpuMs: shopCpuMs(seen),
  }
}

/** How many were asked in each span of so many milliseconds, by where it begins. */
export function countPer(asked: readonly Asked[], spanMs: number): Map<number, number> {
  const counts = new Map<number, number>()
  for (const { sentAtMs } of asked) {
    const at = Math.floor(sentAtMs / spanMs) * spanMs
    counts.set(at, (counts.get(at) ?? 0) + 1)
  }
  return counts
}

/** Nearest rank; 0 of none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

function shopCpuMs({ loads }: Seen): number | null {
  const known = loads.filter(({ shopCpu }) => shopCpu !== null)
  if (known.length < 2) return null
  const spanMs = ((known.at(-1)?.atMs ?? 0) - (known[0]?.atMs ?? 0)) / (known.length - 1)
  return Math.round(known.reduce((sum, { shopCpu }) => sum + (shopCpu ?? 0) * spanMs, 0))
}

const rounded = (value: number): number => Math.round(value * 10) / 10

const TAG = /<script type="application\/json" id="summary">(.+?)<\/script>/s

/** Inside of a report, so that the next rehearsal finds what the last one was. */
export const summaryTag = (summary: Summary): string =>
  `<script type="application/json" id="summary">${JSON.stringify(summary)}</script>`

/** Whether a file is a report, of whichever version. */
export const isReport = (text: string): boolean => TAG.test(text)

/** The figures of an earlier report; null where there is none, or not of this kind. */
export function summaryIn(report: string): Summary | null {
  const [, text] = TAG.exec(report) ?? []
  if (text === undefined) return null
  try {
    const summary: unknown = JSON.parse(text)
    return Value.Check(Summary, summary) ? summary : null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}
