import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')

test('whoever audits the shop finds every file that the table of ASVS names', () => {
  const text = readFileSync(join(root, 'docs/asvs.md'), 'utf8')
  const named = [...text.matchAll(/`([\w./-]+\/[\w./-]*|[\w-]+\.md)`/g)].map(
    ([, path = '']) => path,
  )
  const paths = named.filter(path => !path.startsWith('/'))
  assert(paths.length > 50, `${paths.length} paths were found`)
  assert.deepEqual(
    paths.filter(path => !existsSync(join(root, path))),
    [],
  )
  for (let chapter = 1; chapter <= 17; chapter++) {
    assert.match(text, new RegExp(`^\\| \\*\\*${chapter}[.* ]`, 'm'), `chapter ${chapter}`)
  }
})
