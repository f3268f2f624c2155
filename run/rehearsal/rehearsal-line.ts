import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'
import type { DropTerms } from './organiser.ts'
import type { CrowdPlan } from './plan-buyers.ts'
import type { ReportLanguage } from './report-words.ts'

export const rehearsalOptions = {
  buyers: { type: 'string', default: '10000' },
  units: { type: 'string', default: '10' },
  leave: { type: 'string', default: '0.2' },
  decline: { type: 'string', default: '0.2' },
  over: { type: 'string', default: '15' },
  hold: { type: 'string', default: '4000' },
  limit: { type: 'string', default: '1' },
  price: { type: 'string', default: '129000' },
  seed: { type: 'string' },
  url: { type: 'string' },
  report: { type: 'string', default: 'rehearsal.html' },
  language: { type: 'string', default: 'en' },
} as const

type Values = { readonly [Name in keyof typeof rehearsalOptions]?: string | undefined }

export type RehearsalLine = {
  readonly crowd: CrowdPlan
  readonly terms: Omit<DropTerms, 'opensInMs'>
  /** A shop that runs already; null for a copy made for this. */
  readonly url: string | null
  readonly report: string
  readonly language: ReportLanguage
}

/** Reads the line. Throws `CannotGoOn` with all that is wrong, and what is right. */
export function readRehearsalLine(values: Values, seedElse: number): RehearsalLine {
  const faults: string[] = []
  const whole = (name: keyof Values, from: number, to: number): number => {
    const text = values[name] ?? ''
    const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
    if (number >= from && number <= to) return number
    faults.push(`--${name} ${text}: give a whole number from ${from} to ${to}.`)
    return from
  }
  const share = (name: 'leave' | 'decline'): number => {
    const number = /^(0|1|0?\.\d+|1\.0+)$/.test(values[name] ?? '') ? Number(values[name]) : -1
    if (number >= 0) return number
    faults.push(`--${name} ${values[name]}: give a share from 0 to 1, such as 0.2.`)
    return 0
  }
  const url = values.url ?? null
  const parsed = url === null ? null : URL.parse(url)
  if (url !== null && !/^https?:$/.test(parsed?.protocol ?? '')) {
    faults.push(`--url ${url}: give the address of a shop, such as http://localhost:8080.`)
  }
  const language = values.language === 'ko' ? 'ko' : 'en'
  if (values.language !== undefined && values.language !== language) {
    faults.push(`--language ${values.language}: give en or ko.`)
  }
  const line: RehearsalLine = {
    crowd: {
      buyers: whole('buyers', 1, 100_000),
      leave: share('leave'),
      decline: share('decline'),
      overMs: whole('over', 1, 600) * 1_000,
      seed: values.seed === undefined ? seedElse : whole('seed', 0, 2 ** 32 - 1),
    },
    terms: {
      units: whole('units', 1, 100_000),
      limitPerMember: whole('limit', 1, 100),
      priceMinor: whole('price', 1, 1_000_000_000),
      holdMs: whole('hold', 1_000, 600_000),
    },
    url: parsed?.origin ?? null,
    report: values.report ?? 'rehearsal.html',
    language,
  }
  if (faults.length === 0) return line
  throw new CannotGoOn(exitCodes.usage, faults.join('\n'))
}
