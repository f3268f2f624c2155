import { use } from 'react'
import { language } from './language.ts'
import {
  type FieldsOf,
  type FieldValues,
  fill,
  type Language,
  type Phrase,
  type Phrases,
} from './phrase.ts'
import { useStore } from './use-store.ts'

/** The words of one area of the shop, in both languages, each loaded when it is needed. */
export type Words<Own extends Phrases> = {
  readonly load: Readonly<Record<Language, () => Promise<Phrases>>>
  readonly loading: Partial<Record<Language, Promise<Phrases>>>
  /** Only for the types: the Korean file says which keys there are. */
  readonly own?: Own
}

type Loaders<Own extends Phrases> = {
  readonly ko: () => Promise<{ readonly words: Own }>
  readonly en: () => Promise<{ readonly words: { readonly [Key in keyof Own]: Phrase } }>
}

/** `words({ ko: () => import('./drop.ko.ts'), en: () => import('./drop.en.ts') })` */
export function words<const Own extends Phrases>({ ko, en }: Loaders<Own>): Words<Own> {
  return {
    load: { ko: async () => (await ko()).words, en: async () => (await en()).words },
    loading: {},
  }
}

/** `say('unitsLeft', { count: 63 })`: the fields are those of the phrase, and must be given. */
export type Say<Own extends Phrases> = <Key extends keyof Own & string>(
  key: Key,
  ...values: [FieldsOf<Own[Key]>] extends [never] ? [] : [FieldValues<FieldsOf<Own[Key]>>]
) => string

/** The words in the language of the moment. Suspends until they are there. */
export function useWords<Own extends Phrases>(area: Words<Own>): Say<Own> {
  const spoken = useStore(language)
  // Always by `use`, whether they are there or not: hooks keep their order.
  const phrases = use(loadWords(area, spoken))
  return (key, ...[values]) => fill(phrases[key] ?? key, values ?? {}, spoken)
}

/** Loads them before they are needed: beside the code of a page. */
export function loadWords<Own extends Phrases>(
  area: Words<Own>,
  spoken: Language,
): Promise<Phrases> {
  const known = area.loading[spoken]
  if (known !== undefined) return known
  const loading = area.load[spoken]()
  area.loading[spoken] = loading
  loading.then(
    phrases => {
      // So that React reads it at once, and does not wait a turn for what is there.
      Object.assign(loading, { status: 'fulfilled', value: phrases })
    },
    () => delete area.loading[spoken],
  )
  return loading
}
