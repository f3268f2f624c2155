import type { SqlValue } from './database.ts'

/** Lists come in a few lengths only, so that the prepared statements stay few. */
const LENGTHS = [1, 4, 8, 16, 32, 64, 128, 256, 512]

/** The longest list; whoever has more goes in several. */
export const LONGEST_LIST = 512

/** A list for `in (…)`: its marks, and its values, the last of which fill it up. */
export function sqlList<Value extends SqlValue>(
  values: readonly Value[],
): { readonly marks: string; readonly values: readonly Value[] } {
  const last = values.at(-1)
  const length = LENGTHS.find(length => length >= values.length)
  if (last === undefined || length === undefined) {
    throw new RangeError(`a list of ${values.length} is none of 1 to ${LONGEST_LIST}`)
  }
  return {
    marks: marksOf(length),
    values: [...values, ...Array<Value>(length - values.length).fill(last)],
  }
}

/** These values, in lists that are not too long. */
export function* sqlLists<Value>(values: readonly Value[]): Generator<readonly Value[]> {
  for (let from = 0; from < values.length; from += LONGEST_LIST) {
    yield values.slice(from, from + LONGEST_LIST)
  }
}

const marksByLength = new Map(
  LENGTHS.map(length => [length, Array<string>(length).fill('?').join(', ')]),
)
const marksOf = (length: number): string => marksByLength.get(length) ?? ''
