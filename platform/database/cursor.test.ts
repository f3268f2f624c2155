import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cursorOf, cursorRefused, pageOf, readCursor } from './cursor.ts'

type Key = { readonly atMs: number; readonly name: string }
const isKey = (value: unknown): value is Key => {
  const { atMs, name } = value as Partial<Key>
  return Number.isSafeInteger(atMs) && typeof name === 'string'
}
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test('a cursor leads back to its row, whatever the name', () => {
  const keys = fc.record({ atMs: fc.maxSafeInteger(), name: fc.string({ unit: 'grapheme' }) })
  fc.assert(
    fc.property(keys, key => {
      const cursor = cursorOf(key)
      assert.match(cursor, /^[\w-]+$/, 'it goes into an address as it is')
      assert.deepEqual({ ...(readCursor(cursor, isKey) as Key) }, { ...key })
    }),
  )
})

test('without a cursor the list begins at its beginning', () => {
  assert.equal(readCursor(undefined, isKey), null)
})

test('what is none of this list’s is malformed, whatever it is', () => {
  for (const text of ['', ' ', 'x', '%00', 'null', '한글', 'bnVsbA', '{}']) {
    assert.equal(readCursor(text, isKey), 'malformed', text)
  }
  for (const value of [null, 7, 'x', [], [1], {}, { atMs: '1', name: 'x' }, { atMs: 1 }]) {
    assert.equal(readCursor(encoded(value), isKey), 'malformed', JSON.stringify(value))
  }
  fc.assert(fc.property(fc.string(), text => typeof readCursor(text, isKey) === 'string'))
})

test('a malformed cursor is refused by its field', () => {
  const { refused, details } = cursorRefused
  assert.equal(refused, 'invalid_request')
  assert.deepEqual(details?.errors, [{ path: 'cursor', message: 'is no cursor of this list' }])
})

test('a fault of our own is not taken for a malformed cursor', () => {
  const broken = (_: unknown): _ is Key => {
    throw new TypeError('ours')
  }
  assert.throws(() => readCursor(encoded({}), broken), TypeError)
})

test('leafing through a list shows every row once, and ends with the last', () => {
  const sizes = fc.record({ count: fc.nat({ max: 50 }), limit: fc.integer({ min: 1, max: 20 }) })
  fc.assert(
    fc.property(sizes, ({ count, limit }) => {
      const all = Array.from({ length: count }, (_, at) => ({ atMs: at, name: 'x' }))
      const seen: Key[] = []
      let cursor: string | null | undefined
      while (cursor !== null) {
        const after = readCursor(cursor, isKey)
        assert.ok(after !== 'malformed')
        const behind = all.filter(row => after === null || row.atMs > after.atMs)
        const page = pageOf(behind.slice(0, limit + 1), limit, row => row)
        seen.push(...page.rows)
        cursor = page.nextCursor
      }
      assert.deepEqual(seen, all)
    }),
  )
})
