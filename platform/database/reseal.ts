import type { PersonalData } from '#platform/security/personal-data.ts'
import type { Database, Store } from './database.ts'
import type { Resealed, SealedColumn, SealedText } from './sealed-store.ts'

/** A column of sealed texts, and where the text of each row belongs. */
export type SealedPlace = SealedColumn & {
  /** As the text was sealed, from the values of the row's key. */
  readonly contextOf: (...key: string[]) => string
}

/** What came of some texts. */
type ResealedBatch = {
  readonly resealed: number
  /** Why texts could not be read, one reason each: a key is missing, or a text was changed. */
  readonly unreadable: readonly string[]
}

type Deps = {
  readonly database: Pick<Database<Store>, 'seals'>
  readonly personalData: Pick<PersonalData, 'seal' | 'open'>
  /** The key that seals. */
  readonly keyId: string
}

/** So many in one transaction: beside a running shop none may take long. */
const BATCH = 200

/** How many texts of these places are sealed under other keys. */
export async function countStale(
  { database, keyId }: Omit<Deps, 'personalData'>,
  places: readonly SealedPlace[],
): Promise<number> {
  let count = 0
  for (const place of places) {
    count += await database.seals.countOtherSeals({ ...columnOf(place), keyId })
  }
  return count
}

/**
 * Seals with the first key what other keys have sealed, some at a time. It may be ended at any
 * moment and begun again: what is sealed already is not found any more. A text that somebody
 * changes meanwhile is left to whoever changed it.
 */
export async function* reseal(
  { database, personalData, keyId }: Deps,
  place: SealedPlace,
): AsyncGenerator<ResealedBatch> {
  const column = columnOf(place)
  for (let after: readonly string[] | null = null; ; ) {
    const found: SealedText[] = await database.seals.listOtherSeals({
      ...{ ...column, keyId, after, limit: BATCH },
    })
    const last = found.at(-1)
    if (last === undefined) return
    const readings = found.map(text => resealOne({ personalData }, place, text))
    const texts = readings.filter(reading => typeof reading !== 'string')
    await database.seals.replaceSeals({ ...column, texts })
    const unreadable = readings.filter(reading => typeof reading === 'string')
    yield { resealed: texts.length, unreadable }
    after = last.key
  }
}

/** A text that cannot be opened gives the reason, which holds nothing of the text. */
function resealOne(
  { personalData }: Pick<Deps, 'personalData'>,
  { contextOf }: SealedPlace,
  text: SealedText,
): Resealed | string {
  const context = contextOf(...text.key)
  try {
    const resealed = personalData.seal(personalData.open(text.sealed, context), context)
    return { ...text, resealed }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** A function cannot travel to the thread of a database. */
const columnOf = ({ table, key, column }: SealedPlace): SealedColumn => ({ table, key, column })
