import { relative } from 'node:path'
import type { EventData } from 'node:test'

type Failed = Pick<EventData.TestFail, 'name' | 'file' | 'line' | 'details'>

/** Of a message that is longer the end is left out. */
const MOST_LINES = 12

/**
 * What failed, each with its place and the beginning of why, for the very end of a run: the report
 * tells more, above thousands of lines. Nothing where nothing failed.
 */
export function failedTests() {
  const told: string[] = []
  return {
    add({ name, file, line, details: { error } }: Failed): void {
      // A suite fails with its tests.
      if ('failureType' in error && error.failureType === 'subtestsFailed') return
      const place = file === undefined ? '' : ` (${relative(process.cwd(), file)}:${line})`
      const cause = error.cause ?? error
      const why = cause instanceof Error ? cause.message : `${cause}`
      const lines = why.split('\n').slice(0, MOST_LINES)
      told.push([`✖ ${name}${place}`, ...lines.map(each => `    ${each}`)].join('\n'))
    },
    text: () => (told.length === 0 ? '' : `\nWhat failed:\n\n${told.join('\n\n')}\n`),
  }
}
