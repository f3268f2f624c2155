import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const SPECIFIER = /['"`]((?:\.\.?\/|#)[^'"`\s]+\.tsx?)['"`]/g
const ASKS = 'env.TEST_PROFILE'

/**
 * Tells of each test file whether anything that it imports, near or far, asks which profile is
 * tested. What does not is the same in both. A path in a string counts as an import, so that
 * modules of threads do.
 */
export function looksAtTheProfile(root: string): (file: string) => boolean {
  const known = new Map<string, { readonly asks: boolean; readonly imports: readonly string[] }>()

  function look(file: string) {
    const before = known.get(file)
    if (before !== undefined) return before
    const text = readFileSync(join(root, file), 'utf8')
    const imports = [...text.matchAll(SPECIFIER)]
      .map(([, name = '']) =>
        name.startsWith('#') ? name.slice(1) : normalize(join(dirname(file), name)),
      )
      .filter(path => existsSync(join(root, path)))
    const looked = { asks: text.includes(ASKS), imports }
    known.set(file, looked)
    return looked
  }

  return file => {
    const reached = new Set([file])
    // A set tells also what is added while it is walked.
    for (const path of reached) {
      const { asks, imports } = look(path)
      if (asks) return true
      for (const each of imports) reached.add(each)
    }
    return false
  }
}
