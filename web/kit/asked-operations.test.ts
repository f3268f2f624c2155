import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Operation } from '#contracts/operation.ts'
import { apis } from '#web/shop-contracts.ts'

test('whatever a page asks for has an address', () => {
  const files = globSync('web/{kit,storefront,console}/**/*.{ts,tsx}')
  const asked = files.flatMap(file =>
    [
      ...readFileSync(file, 'utf8').matchAll(
        /\b(?:ask|given|reading|useAction)(?:<[^(]*>)?\(\s*'(\w+)\.(\w+)'/g,
      ),
    ].map(([, service = '', name = '']) => ({ file, service, name })),
  )
  assert.ok(asked.length > 0, 'the pages were looked at')
  const all: Readonly<Record<string, Readonly<Record<string, Operation>>>> = apis
  assert.deepEqual(
    asked.filter(({ service, name }) => all[service]?.[name]?.route === undefined),
    [],
  )
})
