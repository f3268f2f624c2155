import type { Money } from '#contracts/money.ts'
import type { Language } from './letter.ts'

const localeOf = { ko: 'ko-KR', en: 'en-US' } as const

// Making a formatter costs more than the rest of a mail; there are few.
const moneyFormats = new Map<string, Intl.NumberFormat>()
const instantFormats = new Map<Language, Intl.DateTimeFormat>()

/** `₩19,900`, `$19.90`, as the pages write it: the currency knows its digits. */
export function formatMoney({ amountMinor, currency }: Money, language: Language): string {
  const key = `${language} ${currency}`
  const format = moneyFormats.get(key) ?? newMoneyFormat(language, currency)
  moneyFormats.set(key, format)
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0
  return format.format(amountMinor / 10 ** digits)
}

/** Day and minute in Seoul. */
export function formatInstant(instantMs: number, language: Language): string {
  const format = instantFormats.get(language) ?? newInstantFormat(language)
  instantFormats.set(language, format)
  return format.format(instantMs)
}

/**
 * The name by which a mail may greet, or null. Whoever signs up writes the name and names the
 * reader, so nothing that a mail program could turn into a link or a message of its own goes out.
 */
export function greetingName(name: string): string | null {
  const trimmed = name.trim()
  return /^[\p{L}\p{M}\p{N}'’-]+([.,]? [\p{L}\p{M}\p{N}'’-]+){0,4}\.?$/u.test(trimmed) &&
    trimmed.length <= 40
    ? trimmed
    : null
}

function newMoneyFormat(language: Language, currency: string): Intl.NumberFormat {
  return new Intl.NumberFormat(localeOf[language], {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  })
}

function newInstantFormat(language: Language): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(localeOf[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Seoul',
  })
}
