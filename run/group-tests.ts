import { writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Few enough that what the files of a group leave open until its end does no harm. */
const FILES_A_GROUP = 10

/** Node lets nobody require what is half loaded, which tests that were begun meanwhile could do. */
const REQUIRED = import.meta.resolve('kysely')

/**
 * No test begins before all files are loaded: when those of the first were over, Node would close
 * what every file has opened by then.
 */
const HEAD = `import { before } from 'node:test'
const loaded = Promise.withResolvers()
before(() => loaded.promise)
`
const END = 'loaded.resolve()\n'

/**
 * Test files of one folder share a process, a few at a time: most of what a small one costs is the
 * loading of what it tests. Writes a file for each group into this folder, and gives these.
 */
export function groupTests(files: readonly string[], into: string): string[] {
  const ofFolder = Map.groupBy(files, file => dirname(file))
  return [...ofFolder].flatMap(([folder, members]) =>
    inFews(members).map((few, at) => {
      const [first = '', ...others] = few
      if (others.length === 0) return first
      const path = join(into, `${folder.replaceAll('/', '-')}-${at + 1}.test.ts`)
      const paths = few.map(file => pathToFileURL(resolve(file)))
      // One after the other, each with what it waits for at its top.
      const lines = [REQUIRED, ...paths].map(url => `await import('${url}')\n`)
      writeFileSync(path, [HEAD, ...lines, END].join(''))
      return path
    }),
  )
}

function inFews(files: readonly string[]): string[][] {
  const groups = Math.ceil(files.length / FILES_A_GROUP)
  const size = Math.ceil(files.length / groups)
  return Array.from({ length: groups }, (_, at) => files.slice(at * size, (at + 1) * size))
}
