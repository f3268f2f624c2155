import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Operation } from '#contracts/operation.ts'
import { apis } from '#web/shop-contracts.ts'

const all: Readonly<Record<string, Readonly<Record<string, Operation>>>> = apis

/** Whatever the pages ask for, with the words that come after its name. */
const asked = globSync('web/{kit,storefront,console}/**/*.{ts,tsx}').flatMap(file =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /\b(?:ask|given|reading|useAction)(?:<[^(]*>)?\(\s*'(\w+)\.(\w+)'(.{0,160})/gs,
    ),
  ].map(([, service = '', name = '', after = '']) => ({
    ...{ file, service, name, after },
    operation: all[service]?.[name],
  })),
)

test('whatever a page asks for has an address', () => {
  assert.ok(asked.length > 0, 'the pages were looked at')
  assert.deepEqual(
    asked.filter(({ operation }) => operation?.route === undefined),
    [],
  )
})

test('whatever may be asked with a key is asked with one: a second press is the same press', () => {
  const keyless = asked.filter(
    ({ operation, after }) => operation?.keyed !== undefined && !/\bkey\b|\bonce\b/.test(after),
  )
  assert.deepEqual(
    keyless.map(({ file, name }) => `${file}: ${name}`),
    [],
  )
})
