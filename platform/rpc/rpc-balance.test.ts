import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import { type Candidate, inTurn, leastBusyOfTwo, stickyBy } from './rpc-balance.ts'

const named = (ids: readonly string[]): Candidate[] => ids.map(id => ({ id, inFlight: 0 }))
const ids = fc.uniqueArray(fc.webUrl(), { minLength: 1, maxLength: 9 })

suite('Who is asked', () => {
  test('is nobody where there is nobody', () => {
    for (const choose of [leastBusyOfTwo(), inTurn(), stickyBy('x')]) {
      assert.equal(choose([]), undefined)
    }
  })

  test('is each in turn, by round robin', () => {
    const choose = inTurn()
    const four = named(['a', 'b', 'c', 'd'])
    const asked = Array.from({ length: 8 }, () => choose(four)?.id)
    assert.deepEqual([...asked.slice(0, 4)].sort(), ['a', 'b', 'c', 'd'])
    assert.deepEqual(asked.slice(4), asked.slice(0, 4))
  })

  test('is the less busy of two different ones, so never the busiest of several', () => {
    const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(ids, share, share, (names, first, second) => {
        const draws = [first, second]
        const choose = leastBusyOfTwo(() => draws.shift() ?? 0)
        const candidates = names.map((id, inFlight) => ({ id, inFlight }))
        const chosen = choose(candidates)
        assert.ok(chosen)
        if (names.length > 1) assert.notEqual(chosen.inFlight, names.length - 1)
      }),
    )
  })

  test('for one drop is the same process in every gateway, and when one goes only its drops move', () => {
    fc.assert(
      fc.property(ids, fc.uuid(), fc.nat(), (names, dropId, gone) => {
        const choose = stickyBy(dropId)
        const chosen = choose(named(names))?.id
        assert.equal(choose(named(names.toReversed()))?.id, chosen)
        const rest = names.filter((_, at) => at !== gone % names.length)
        if (chosen !== undefined && rest.includes(chosen)) {
          assert.equal(choose(named(rest))?.id, chosen)
        }
      }),
    )
  })

  test('for many drops is everybody, about equally', () => {
    const four = named([1, 2, 3, 4].map(host => `http://10.0.0.${host}:9464`))
    const counts = new Map<string, number>()
    for (let drop = 0; drop < 4_000; drop++) {
      const id = stickyBy(`019301a2-7b10-7000-8000-${String(drop).padStart(12, '0')}`)(four)?.id
      counts.set(id ?? '', (counts.get(id ?? '') ?? 0) + 1)
    }
    const shares = [...counts.values()]
    assert.equal(shares.length, 4)
    assert.ok(
      shares.every(share => share > 850 && share < 1_150),
      `${shares}`,
    )
  })
})
