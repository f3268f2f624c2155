import type { SqlValue } from '#platform/database/database.ts'

/** A batch is at most the largest of these. */
const SIZES = [1, 4, 20, 100, 500]

/**
 * The inside of `in (…)` for these values. The last value is repeated up to one of a few lengths,
 * so that the statements that differ in nothing else are few, and stay prepared.
 */
export function inList<Value extends SqlValue>(
  values: readonly [Value, ...Value[]] | readonly Value[],
): { readonly marks: string; readonly values: Value[] } {
  const size = SIZES.find(size => size >= values.length) ?? values.length
  const padded = [...values]
  for (const last of values.slice(-1)) while (padded.length < size) padded.push(last)
  return { marks: marksOf(padded.length), values: padded }
}

const known = new Map<number, string>()

function marksOf(count: number): string {
  const marks = known.get(count) ?? Array.from({ length: count }, () => '?').join(', ')
  known.set(count, marks)
  return marks
}
