import type { ProductKind } from '#contracts/catalog.ts'
import { foldTitle } from './fold-title.ts'
import { keptAnswers } from './kept-answers.ts'
import {
  emptyVocabulary,
  GRAM,
  gramsOf,
  type SearchedTitle,
  searchedTitle,
} from './searched-title.ts'
import { spellOut } from './spell-out.ts'
import { wordInTitle } from './word-in-title.ts'

/** What a list by search needs to know of a product. */
export type SearchedProduct = {
  readonly productNumber: number
  readonly productId: string
  readonly titleFolded: string
  readonly categoryId: string | null
  readonly kind: ProductKind
  readonly priceMinor: number
  readonly likeCount: number
}

/** What was found: what fits best first, and of that the newest. */
export type Matches = {
  readonly count: number
  /** The product as it is now. */
  readonly product: (at: number) => SearchedProduct
  /** How well it fits, the smaller the better. */
  readonly rank: (at: number) => number
}

/** How many mistakes are forgiven: none, then one a word, then two in long words. */
export const TOLERANCES = [0, 1, 2] as const
export type Tolerance = (typeof TOLERANCES)[number]

export type SearchIndex = {
  /** Adds a product, or takes its present state. */
  put(product: SearchedProduct): void
  remove(productId: string): void
  /** All products that have every word of the query in their title. */
  find(query: string, tolerance: Tolerance): Matches
  productIds(): Iterable<string>
}

type Entry = SearchedTitle & {
  product: SearchedProduct
  /** It was renamed or removed since. */
  isOld: boolean
}

/** Renamed products leave their grams behind; beyond so many all are made anew. */
const OLD_ENTRIES = 1_000

/**
 * Finds products by what their titles contain, anywhere in a word: a Korean compound has no spaces
 * in it. Titles are kept as they are typed, in an index of three letters each, so that few of them
 * have to be looked at.
 */
export function searchIndex(): SearchIndex {
  let entries: Entry[] = []
  let grams = new Map<string, number[]>()
  let vocabulary = emptyVocabulary()
  const entryById = new Map<string, Entry>()
  const answers = keptAnswers()

  function put(product: SearchedProduct): void {
    const known = entryById.get(product.productId)
    if (known?.product.titleFolded === product.titleFolded) {
      known.product = product
      return
    }
    remove(product.productId)
    add(product)
  }

  function add(product: SearchedProduct): void {
    const title = searchedTitle(vocabulary, product.titleFolded)
    const entry = { ...title, product, isOld: false }
    entryById.set(product.productId, entry)
    const at = entries.push(entry) - 1
    for (const gram of gramsOf(entry.text)) {
      const places = grams.get(gram)
      if (places === undefined) grams.set(gram, [at])
      else places.push(at)
    }
    answers.forgetAll()
  }

  function remove(productId: string): void {
    const entry = entryById.get(productId)
    if (entry === undefined) return
    entry.isOld = true
    entryById.delete(productId)
    answers.forgetAll()
    const old = entries.length - entryById.size
    if (old > OLD_ENTRIES && old > entryById.size) rebuild()
  }

  function rebuild(): void {
    entries = []
    grams = new Map()
    vocabulary = emptyVocabulary()
    for (const { product } of [...entryById.values()]) add(product)
  }

  /** The places of entries that may have this word with so many mistakes in it. */
  function mayHave(word: string, mistakes: number): Iterable<number> {
    const wanted = gramsOf(word)
    // Each mistake spoils at most four grams: two letters exchanged are in so many.
    const needed = wanted.size - (GRAM + 1) * mistakes
    if (needed <= 0) return entries.keys()
    const places = [...wanted].map(gram => grams.get(gram) ?? [])
    if (mistakes === 0) return places.toSorted((a, b) => a.length - b.length)[0] ?? []
    return placesInMany(places, needed, entries.length)
  }

  function look(query: string, tolerance: Tolerance): Found {
    const words = spellOut(query).split(' ')
    const [longest = ''] = words.toSorted((a, b) => b.length - a.length)
    const forgiven = forgivenIn(longest, tolerance)
    // Short words are forgiven no more than was looked for already.
    if (forgiven < tolerance) return nothing
    // What is forgiven nothing is tested first: it costs the least.
    const tests = words
      .map(word => ({ word, forgiven: forgivenIn(word, tolerance) }))
      .toSorted((a, b) => a.forgiven - b.forgiven)
      .map(({ word, forgiven }) => wordInTitle(vocabulary, word, forgiven))
    const rankOf = ranking(query, words)
    const places: number[][] = Array.from({ length: RANKS }, () => [])
    for (const place of mayHave(longest, forgiven)) {
      const entry = entries[place]
      if (entry === undefined || entry.isOld || !tests.every(isIn => isIn(entry))) continue
      places[rankOf(entry)]?.push(place)
    }
    // Most stand in the order of their birth, so that sorting has little to do.
    const bornAt = (place: number) => entries[place]?.product.productNumber ?? 0
    const sorted = places.map(alike => alike.reverse().sort((a, b) => bornAt(b) - bornAt(a)))
    return {
      places: Int32Array.from(sorted.flat()),
      ranks: Uint8Array.from(sorted.flatMap((alike, rank) => alike.map(() => rank))),
    }
  }

  return {
    put,
    remove,
    find(query, tolerance) {
      const { places, ranks } = answers.of(`${tolerance} ${query}`, () => look(query, tolerance))
      const here = entries
      return {
        count: places.length,
        product(at) {
          const entry = here[places[at] ?? -1]
          if (entry === undefined) throw new Error(`there is no match ${at}`)
          return entry.product
        },
        rank: at => ranks[at] ?? 0,
      }
    },
    productIds: () => entryById.keys(),
  }
}

/** Where the matches are among the entries, and how well each fits. */
type Found = { readonly places: Int32Array; readonly ranks: Uint8Array }

const nothing: Found = { places: new Int32Array(), ranks: new Uint8Array() }

/** Those that stand in at least so many of these lists. */
function placesInMany(lists: readonly number[][], needed: number, count: number): number[] {
  const counts = new Uint8Array(count)
  const many: number[] = []
  for (const list of lists) {
    for (const place of list) {
      const times = (counts[place] ?? 0) + 1
      counts[place] = times
      if (times === needed) many.push(place)
    }
  }
  return many
}

/** Short words are what they are: a mistake makes another word of them. */
function forgivenIn(word: string, tolerance: Tolerance): number {
  if (word.length < 4) return 0
  return word.length < 8 ? Math.min(tolerance, 1) : tolerance
}

const RANKS = 6

/** The title's beginning before a word's beginning, that before the middle of a word. */
function ranking(query: string, words: readonly string[]): (entry: Entry) => number {
  const rawWords = foldTitle(query).trim().split(/\s+/u)
  const atStart = ` ${words.join(' ')}`
  const beginnings = words.map(word => ` ${word}`)
  return ({ product, text }) => {
    // A syllable in progress is another one: `도` with `ㅇ` is `동`, or becomes `도아`.
    const worse = rawWords.every(word => product.titleFolded.includes(word)) ? 0 : 3
    if (text.startsWith(atStart)) return worse
    return worse + (beginnings.every(beginning => text.includes(beginning)) ? 1 : 2)
  }
}
