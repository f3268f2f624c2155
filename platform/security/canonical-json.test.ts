import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonicalJson } from './canonical-json.ts'

test('members stand in the order of their UTF-16 code units, without space', () => {
  // The example of RFC 8785, 3.2.3.
  const sorting = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  }
  const text = canonicalJson(sorting)
  const inOrder = Object.values(sorting).sort((a, b) => text.indexOf(a) - text.indexOf(b))
  assert.deepEqual(inOrder, [
    'Carriage Return',
    'One',
    'Control',
    'Latin Small Letter O With Diaeresis',
    'Euro Sign',
    'Emoji: Grinning Face',
    'Hebrew Letter Dalet With Dagesh',
  ])
  assert.equal(
    canonicalJson({ b: [1, { d: null, c: false }], 10: -1, 9: 'é', aa: '', a: '\u0007"\\/' }),
    '{"10":-1,"9":"é","a":"\\u0007\\"\\\\/","aa":"","b":[1,{"c":false,"d":null}]}',
  )
})

test('a member that is undefined is left out, and minus zero is zero', () => {
  assert.equal(canonicalJson({ c: undefined, b: -0, a: undefined }), '{"b":0}')
})

test('what has no canonical text is refused', () => {
  const refused = [
    0.5,
    Number.NaN,
    2 ** 53,
    undefined,
    1n,
    Symbol('s'),
    () => 1,
    new Date(0),
    new Map(),
    Buffer.from('a'),
    '\ud800',
    { '\udc00': 1 },
    [undefined],
    new Array(1),
    { deep: [{ down: 1e21 }] },
  ]
  for (const value of refused) assert.throws(() => canonicalJson(value), assert.AssertionError)
})

const ours = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 5 }),
  ),
})).value

test('the text means the value, and is the same however its members were put in', () => {
  fc.assert(
    fc.property(ours, value => {
      const text = canonicalJson(value)
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
      assert.equal(canonicalJson(reversed(value)), text)
    }),
    { numRuns: 300 },
  )
})

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).reverse()
  return Object.fromEntries(members.map(([name, member]) => [name, reversed(member)]))
}
