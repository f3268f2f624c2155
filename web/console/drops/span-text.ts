import type { Language } from '#web/kit/phrase.ts'

const units = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const

/**
 * `15분`, `2.5 mins`: how long, never to be taken for a time of the day as `15:00` is. Told in the
 * largest unit that `ofMs`, the shortest span beside it, has at least one of.
 */
export function spanText(spanMs: number, ofMs: number, spoken: Language): string {
  const [unit, unitMs] = units.find(([, each]) => ofMs >= each) ?? units[2]
  return new Intl.NumberFormat(spoken === 'ko' ? 'ko-KR' : 'en-GB', {
    ...{ style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 },
  }).format(spanMs / unitMs)
}
