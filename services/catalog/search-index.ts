import type { ProductKind } from '#contracts/catalog.ts'
import { foldTitle } from './fold-title.ts'
import { spellOut } from './spell-out.ts'
import { mistakesFrom } from './typing-mistakes.ts'

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

export type Match = {
  /** The product as it is now. */
  readonly entry: { readonly product: SearchedProduct }
  /** How well it fits, the smaller the better. */
  readonly rank: number
}

/** How many mistakes are forgiven: none, then one a word, then two in long words. */
export const TOLERANCES = [0, 1, 2] as const
export type Tolerance = (typeof TOLERANCES)[number]

export type SearchIndex = {
  /** Adds a product, or takes its present state. */
  put(product: SearchedProduct): void
  remove(productId: string): void
  /** All products that have every word of the query in their title. */
  find(query: string, tolerance: Tolerance): readonly Match[]
  productIds(): Iterable<string>
}

type Entry = {
  product: SearchedProduct
  /** The title as it is typed, with a space before each word. */
  readonly text: string
  /** Which letters are in it, roughly. */
  readonly letters: number
  /** It was renamed or removed since. */
  isOld: boolean
}

const GRAM = 3
/** Answers are kept until a title changes: so many, with so many products in all. */
const KEPT_ANSWERS = 500
const KEPT_MATCHES = 400_000
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
  const entryById = new Map<string, Entry>()
  const answers = new Map<string, readonly Match[]>()

  function put(product: SearchedProduct): void {
    const known = entryById.get(product.productId)
    if (known?.product.titleFolded === product.titleFolded) {
      known.product = product
      return
    }
    remove(product.productId)
    const text = ` ${spellOut(product.titleFolded)}`
    const entry = { product, text, letters: lettersOf(text), isOld: false }
    entryById.set(product.productId, entry)
    add(entry)
  }

  function add(entry: Entry): void {
    const at = entries.push(entry) - 1
    for (const gram of new Set(gramsOf(entry.text))) {
      const places = grams.get(gram)
      if (places === undefined) grams.set(gram, [at])
      else places.push(at)
    }
    answers.clear()
  }

  function remove(productId: string): void {
    const entry = entryById.get(productId)
    if (entry === undefined) return
    entry.isOld = true
    entryById.delete(productId)
    answers.clear()
    const old = entries.length - entryById.size
    if (old > OLD_ENTRIES && old > entryById.size) rebuild()
  }

  /** The one that was not asked for the longest goes first. */
  function forgetAnswers(): void {
    let matches = 0
    for (const found of answers.values()) matches += found.length
    for (const [key, found] of answers) {
      if (answers.size <= KEPT_ANSWERS && matches <= KEPT_MATCHES) return
      answers.delete(key)
      matches -= found.length
    }
  }

  function rebuild(): void {
    entries = []
    grams = new Map()
    for (const entry of entryById.values()) add(entry)
  }

  /** The entries that may have this word with so many mistakes in it. */
  function mayHave(word: string, mistakes: number): readonly Entry[] {
    const wanted = [...new Set(gramsOf(word))]
    // Each mistake spoils at most four grams: two letters exchanged are in so many.
    const needed = wanted.length - (GRAM + 1) * mistakes
    if (needed <= 0) return entries
    const places = wanted.map(gram => grams.get(gram) ?? [])
    if (mistakes === 0) {
      const fewest = places.toSorted((a, b) => a.length - b.length)[0] ?? []
      return fewest.flatMap(at => entries[at] ?? [])
    }
    const counts = new Uint8Array(entries.length)
    for (const at of places.flat()) counts[at] = (counts[at] ?? 0) + 1
    return entries.filter((_, at) => (counts[at] ?? 0) >= needed)
  }

  function look(query: string, tolerance: Tolerance): readonly Match[] {
    const words = spellOut(query).split(' ')
    const [longest = ''] = words.toSorted((a, b) => b.length - a.length)
    const forgiven = forgivenIn(longest, tolerance)
    if (tolerance > 0 && forgiven === 0) return []
    const tests = words.map(word => testFor(word, forgivenIn(word, tolerance)))
    const found = mayHave(longest, forgiven).filter(
      entry => !entry.isOld && tests.every(isIn => isIn(entry)),
    )
    const rankOf = ranking(query, words)
    return found.map(entry => ({ entry, rank: rankOf(entry) }))
  }

  return {
    put,
    remove,
    find(query, tolerance) {
      const key = `${tolerance} ${query}`
      const found = answers.get(key) ?? look(query, tolerance)
      answers.delete(key)
      answers.set(key, found)
      forgetAnswers()
      return found
    },
    productIds: () => entryById.keys(),
  }
}

/** Short words are what they are: a mistake makes another word of them. */
function forgivenIn(word: string, tolerance: Tolerance): number {
  if (word.length < 4) return 0
  return word.length < 8 ? Math.min(tolerance, 1) : tolerance
}

/** Whether a title has this word, with at most so many mistakes in it. */
function testFor(word: string, forgiven: number): (entry: Entry) => boolean {
  if (forgiven === 0) return ({ text }) => text.includes(word)
  const wanted = lettersOf(word)
  const mistakesIn = mistakesFrom(word)
  return ({ text, letters }) =>
    bitsIn(wanted & ~letters) <= forgiven && mistakesIn(text) <= forgiven
}

/** The title's beginning before a word's beginning, that before the middle of a word. */
function ranking(query: string, words: readonly string[]): (entry: Entry) => number {
  const rawWords = foldTitle(query).trim().split(/\s+/u)
  return ({ product, text }) => {
    // A syllable in progress is another one: `도` with `ㅇ` is `동`, or becomes `도아`.
    const worse = rawWords.every(word => product.titleFolded.includes(word)) ? 0 : 3
    if (text.startsWith(` ${words.join(' ')}`)) return worse
    return worse + (words.every(word => text.includes(` ${word}`)) ? 1 : 2)
  }
}

/** Three neighbouring letters each, within words. */
function gramsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - GRAM + 1) }, (_, at) =>
    text.slice(at, at + GRAM),
  ).filter(gram => !gram.includes(' '))
}

function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31)
  return letters
}

function bitsIn(number: number): number {
  let bits = 0
  for (let rest = number; rest !== 0; rest &= rest - 1) bits++
  return bits
}
