import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { CannotGoOn } from './cannot-go-on.ts'
import { partsNamed } from './parts-named.ts'
import { shopParts } from './services.ts'

const embedded = readConfig({ DATABASE_URL: 'sqlite:./nowhere' })

test('a process has all parts of a shop, or those that are named, each once', () => {
  assert.deepEqual(partsNamed([], embedded), shopParts)
  assert.deepEqual(partsNamed(shopParts.toReversed(), embedded), shopParts)
  for (const [words, exitCode, says] of [
    [['stock', 'stock'], 64, /^stock is named twice\. .* start another process\.$/],
    [['gateway', 'stocks'], 64, /^There is no part stocks\. There are: gateway, /],
    [['stock'], 78, /^Parts in processes of their own need the distributed profile/],
  ] as const) {
    assert.throws(
      () => partsNamed(words, embedded),
      (error: unknown) =>
        error instanceof CannotGoOn && error.exitCode === exitCode && says.test(error.message),
      words.join(' '),
    )
  }
})
