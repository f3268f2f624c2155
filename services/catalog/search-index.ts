import type { ProductKind } from '#contracts/catalog.ts'
import { foldTitle } from './fold-title.ts'
import { keptAnswers } from './kept-answers.ts'
import { lettersOf } from './letter-bits.ts'
import { spellOut } from './spell-out.ts'
import { titleWords } from './title-words.ts'
import { soughtWord, type TypedTitle } from './word-in-titles.ts'
import { waysApart } from './written-apart.ts'

/** What a list by search needs to know of a product. */
export type SearchedProduct = {
  readonly productNumber: number
  readonly productId: string
  readonly titleFolded: string
  readonly categoryId: string | null
  readonly kind: ProductKind
  readonly priceMinor: number
  readonly currency: string
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

/**
 * How many mistakes are forgiven: none, then one a word, then two in long words. At last one word is
 * taken for two that are written together, as they are.
 */
export const TOLERANCES = [0, 1, 2, 'apart'] as const
export type Tolerance = (typeof TOLERANCES)[number]
type Mistakes = Exclude<Tolerance, 'apart'>

export type SearchIndex = {
  /** Adds a product, or takes its present state. */
  put(product: SearchedProduct): void
  remove(productId: string): void
  /** All products that have every word of the query in their title. */
  find(query: string, tolerance: Tolerance): Matches
  productIds(): Iterable<string>
}

/** Its text has a space before each word. */
type Entry = TypedTitle & {
  product: SearchedProduct
  /** It was renamed or removed since. */
  isOld: boolean
}

/** Renamed products leave their words behind; beyond so many all are made anew. */
const OLD_ENTRIES = 1_000

/** Kept until a title changes (15 MB), and what was found of single words (8 MB). */
const KEPT_ANSWERS = { answers: 5_000, places: 3_000_000 } as const
const KEPT_WORDS = { answers: 2_000, places: 2_000_000 } as const

/**
 * Finds products by what their titles contain, anywhere in a word: a Korean compound has no spaces
 * in it. Titles are kept as they are typed, and looked up by their words.
 */
export function searchIndex(): SearchIndex {
  let entries: Entry[] = []
  let titles = titleWords()
  const entryById = new Map<string, Entry>()
  const answers = keptAnswers<Found>(KEPT_ANSWERS)
  const wordsAsked = keptAnswers(KEPT_WORDS)

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
    const typed = spellOut(product.titleFolded)
    const entry = { text: ` ${typed}`, letters: lettersOf(typed), product, isOld: false }
    entryById.set(product.productId, entry)
    titles.add(typed, entries.push(entry) - 1)
    forgetAnswers()
  }

  function remove(productId: string): void {
    const entry = entryById.get(productId)
    if (entry === undefined) return
    entry.isOld = true
    entryById.delete(productId)
    forgetAnswers()
    const old = entries.length - entryById.size
    if (old > OLD_ENTRIES && old > entryById.size) rebuild()
  }

  function forgetAnswers(): void {
    answers.forgetAll()
    wordsAsked.forgetAll()
  }

  function rebuild(): void {
    entries = []
    titles = titleWords()
    for (const { product } of [...entryById.values()]) add(product)
  }

  const titleAt = (place: number) => entries[place]

  /** People go on with a word that was asked for, and most queries share theirs with others. */
  const placesOf = (word: string, forgiven: number): Int32Array =>
    wordsAsked.of(`${forgiven} ${word}`, () => ({
      places: Int32Array.from(soughtWord(word, forgiven).places(titles, titleAt)),
    })).places

  /** The places of all titles that have every one of these words. */
  function placesWith(words: readonly string[], tolerance: Mistakes): Int32Array {
    const [first, ...others] = words
      .map(word => ({ word, forgiven: forgivenIn(word, tolerance) }))
      .toSorted((a, b) => seldom(b) - seldom(a) || b.word.length - a.word.length)
    let among = first === undefined ? new Int32Array() : placesOf(first.word, first.forgiven)
    for (const { word, forgiven } of others) {
      const { isIn, few } = soughtWord(word, forgiven)
      among = among.filter(
        among.length <= few
          ? place => isIn(titleAt(place))
          : isAmong(placesOf(word, forgiven), entries.length),
      )
    }
    return among
  }

  function look(query: string, tolerance: Tolerance): Found {
    if (tolerance === 'apart') {
      const ways = waysApart(query).map(words => [...placesWith(words, 0)])
      return inOrder(new Set(ways.flat()), () => 0)
    }
    const words = spellOut(query).split(' ')
    const [longest = ''] = words.toSorted((a, b) => b.length - a.length)
    // Short words are forgiven no more than was looked for already.
    if (forgivenIn(longest, tolerance) < tolerance) return nothing
    return inOrder(placesWith(words, tolerance), ranking(query, words))
  }

  function inOrder(found: Iterable<number>, rankOf: (entry: Entry) => number): Found {
    const places: number[][] = Array.from({ length: RANKS }, () => [])
    for (const place of found) {
      const entry = entries[place]
      if (entry !== undefined && !entry.isOld) places[rankOf(entry)]?.push(place)
    }
    const bornAt = (place: number) => entries[place]?.product.productNumber ?? 0
    const sorted = places.map(alike => alike.sort((a, b) => bornAt(b) - bornAt(a)))
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

function isAmong(places: Int32Array, end: number): (place: number) => boolean {
  const present = new Uint8Array(end)
  for (const place of places) present[place] = 1
  return place => present[place] === 1
}

/** Short words are what they are: a mistake makes another word of them. */
function forgivenIn(word: string, tolerance: Mistakes): number {
  if (word.length < 4) return 0
  return word.length < 8 ? Math.min(tolerance, 1) : tolerance
}

/** Three letters as they are written are in few titles; one or two are in most. */
const seldom = ({ word, forgiven }: { readonly word: string; readonly forgiven: number }) =>
  forgiven === 0 && word.length === 3 ? 1 : 0

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
