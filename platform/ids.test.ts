import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { Compile } from 'typebox/compile'
import { Id } from '#contracts/words.ts'
import { uuidv7, uuidv8 } from './ids.ts'

const isId = Compile(Id)

suite('An id by time', () => {
  test('is one as the contract writes it, of version 7, and never comes twice', () => {
    const ids = Array.from({ length: 20_000 }, () => uuidv7(1_795_230_000_000))
    assert.ok(ids.every(id => isId.Check(id)))
    assert.ok(ids.every(id => id[14] === '7'))
    assert.equal(new Set(ids).size, ids.length)
  })

  test('sorts by its instant, from the first to the last that JavaScript knows', () => {
    const instants = [0, 1, 255, 256, 65_536, 1_795_230_000_000, 1_795_230_000_001, 2 ** 48 - 1]
    const ids = instants.map(uuidv7)
    assert.deepEqual(ids.toSorted(), ids)
    assert.equal(
      ids[5]?.replaceAll('-', '').slice(0, 12),
      (1_795_230_000_000).toString(16).padStart(12, '0'),
    )
  })
})

suite('An id by what it names', () => {
  test('is the same whenever the same is named, in this release and the next', () => {
    assert.equal(uuidv8('order', 'ann', 'k1'), uuidv8('order', 'ann', 'k1'))
    // By `printf 'order\0ann\0k1' | sha256sum`. Another would lose every key accepted before.
    assert.equal(uuidv8('order', 'ann', 'k1'), '204bd016-51e1-8b41-a36c-8ed43b1d49a5')
    assert.ok(isId.Check(uuidv8('order', '')))
    assert.equal(uuidv8('order')[14], '8')
  })

  test('is another where the purpose, a part, or the cut between parts is another', () => {
    const ids = [
      ...[uuidv8('order', 'a', 'bc'), uuidv8('order', 'ab', 'c'), uuidv8('order', 'abc')],
      ...[uuidv8('refund', 'a', 'bc'), uuidv8('order', 'a', 'bc', ''), uuidv8('order', 'bc', 'a')],
    ]
    assert.equal(new Set(ids).size, ids.length)
  })
})
