import type { Language } from './phrase.ts'
import { type Store, store } from './store.ts'

const CHOSEN = 'language'

export const language: Store<Language> = store<Language>('en')

/** Once, when the page opens: what was chosen here, else what the browser asks for. */
export function openLanguage(): void {
  language.watch(() => {
    document.documentElement.lang = language.read()
  })
  language.write(chosenLanguage() ?? languageOf(navigator.languages))
  document.documentElement.lang = language.read()
}

/** By the switch in the footer, or by the member's profile: kept from now on. */
export function chooseLanguage(chosen: Language): void {
  localStorage.setItem(CHOSEN, chosen)
  language.write(chosen)
}

export function chosenLanguage(): Language | null {
  const kept = localStorage.getItem(CHOSEN)
  return kept === 'ko' || kept === 'en' ? kept : null
}

/** The first of ours among those that a browser prefers. */
export const languageOf = (preferred: readonly string[]): Language =>
  oursAmong(preferred)[0] ?? 'en'

/** Whether a browser asks for one of ours and not for the other: then nobody else knows better. */
export const isLanguageAsked = (preferred: readonly string[]): boolean =>
  new Set(oursAmong(preferred)).size === 1

const oursAmong = (preferred: readonly string[]): Language[] =>
  preferred
    .map(tag => tag.slice(0, 2).toLowerCase())
    .filter((tag): tag is Language => tag === 'ko' || tag === 'en')
