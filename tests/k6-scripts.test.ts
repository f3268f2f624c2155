import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { suite, test } from 'node:test'

// k6 itself is a program of Go, which not every machine has: here is what can be seen without.

const scripts = globSync('deploy/k6/*.js').sort()
const read = (file: string) => readFileSync(file, 'utf8')
const told = read('docs/k6.md')

suite('deploy/k6', () => {
  test('each script is one that a machine can read', () => {
    assert.equal(scripts.length, 5)
    for (const script of scripts) execFileSync(process.execPath, ['--check', script])
  })

  test('what a script may be told stands in the docs, and nothing else does', () => {
    const asked = new Set(
      scripts.flatMap(script =>
        [...read(script).matchAll(/__ENV\.([A-Z_]+)/g)].map(([, name]) => name),
      ),
    )
    // Where k6 is run, by which the crowd's file is found.
    asked.delete('PWD')
    const variables = told.matchAll(/`([A-Z_]+)`|\b([A-Z_]{3,})=/g)
    const named = new Set([...variables].map(([, one, other]) => one ?? other))
    named.delete('RATE_LIMITS')
    assert.deepEqual([...named].sort(), [...asked].sort())
  })

  test('a threshold that is missed is the one that the docs tell', () => {
    for (const script of scripts.filter(file => !file.endsWith('/shop.js'))) {
      const name = script.replace('deploy/k6/', '')
      const line = told.split('\n').find(row => row.startsWith(`| \`${name}\``)) ?? ''
      for (const [, limit = ''] of read(script).matchAll(/p\(99\)<(\d+)/g)) {
        const inSeconds = `${Number(limit) / 1_000} s`
        const isTold = line.includes(`${limit} ms`) || line.includes(inSeconds)
        assert.ok(isTold, `${name}: p99 < ${limit} ms`)
      }
    }
  })
})
