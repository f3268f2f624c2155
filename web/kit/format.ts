import type { Money } from '#contracts/money.ts'
import type { Language } from './phrase.ts'

const SHOP_ZONE = 'Asia/Seoul'

/** How the language of the moment writes money, counts and times. */
export type Format = {
  money(amount: Money): string
  number(value: number): string
  /** `KRW · 대한민국 원` */
  currencyName(code: string): string
  /** `11월 21일 (토) 19:30`, by the viewer's own clock unless told; of another year, with it. */
  dateTime(atMs: number): string
  /** `19:30` */
  time(atMs: number): string
  /** `19:30:04.217`: an instant that was decided. */
  exactTime(atMs: number): string
  date(atMs: number): string
  /** `10 minutes`, `1분 30초`, `20 seconds`: how long, to the second. */
  span(spanMs: number): string
  /** Seoul's time of an instant, where it is another than the viewer's; else null. */
  seoulTime(atMs: number): string | null
}

const made = new Map<Language, Format>()

export function formatIn(spoken: Language): Format {
  const known = made.get(spoken) ?? makeFormat(spoken)
  made.set(spoken, known)
  return known
}

function makeFormat(spoken: Language): Format {
  const locale = spoken === 'ko' ? 'ko-KR' : 'en-GB'
  const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options)
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const month = spoken === 'ko' ? 'long' : 'short'
  const day = { month, day: 'numeric', weekday: 'short' } as const
  const [dateTime, dateTimeWithYear, time, date] = [
    dates({ ...day, ...clock }),
    dates({ year: 'numeric', ...day, ...clock }),
    dates(clock),
    dates({ year: 'numeric', month, day: 'numeric' }),
  ]
  const exact = dates({ ...clock, second: '2-digit', fractionalSecondDigits: 3 })
  const inSeoul = dates({ ...day, ...clock, timeZone: SHOP_ZONE })
  const seoul = dates({ weekday: 'short', ...clock, timeZone: SHOP_ZONE })
  const numbers = new Intl.NumberFormat(locale)
  const currencyNames = new Intl.DisplayNames(locale, { type: 'currency' })
  const currencies = new Map<string, Intl.NumberFormat>()

  function money({ amountMinor, currency }: Money): string {
    const format =
      currencies.get(currency) ??
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
      })
    currencies.set(currency, format)
    return format.format(amountMinor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 0))
  }

  return {
    money,
    number: value => numbers.format(value),
    currencyName: code => [code, currencyNames.of(code)].join(' · '),
    dateTime: atMs => (isThisYear(atMs) ? dateTime : dateTimeWithYear).format(atMs),
    time: atMs => time.format(atMs),
    exactTime: atMs => exact.format(atMs),
    date: atMs => date.format(atMs),
    span: spanMs => spanIn(locale, spanMs),
    seoulTime(atMs) {
      return inSeoul.format(atMs) === dateTime.format(atMs) ? null : seoul.format(atMs)
    },
  }
}

function spanIn(locale: string, spanMs: number): string {
  const seconds = Math.max(1, Math.round(spanMs / 1_000))
  const parts = [
    ['hour', Math.floor(seconds / 3_600)],
    ['minute', Math.floor(seconds / 60) % 60],
    ['second', seconds % 60],
  ] as const
  return parts
    .filter(([, count]) => count > 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    )
    .join(' ')
}

const isThisYear = (atMs: number): boolean =>
  new Date(atMs).getFullYear() === new Date().getFullYear()

/** For programs that read the page: `2026-11-21T10:30:00.000Z`. */
export const isoTime = (atMs: number): string => new Date(atMs).toISOString()

/** `00:04:12`, `71:57:22`; rounded up, so that zero is the instant itself. */
export function clockText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return [hours, minutes, seconds % 60].map(two).join(':')
}

/** `09:41` of a hold. */
export function minuteText(leftMs: number): string {
  const text = clockText(leftMs)
  return text.startsWith('00:') ? text.slice(3) : text
}
