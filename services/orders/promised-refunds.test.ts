import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { promisedRefunds } from './promised-refunds.ts'

const aReturn = (
  returnId: string,
  refundMinor: number,
  state: 'requested' | 'completed',
  spokenForMinor: number | null = null,
) => ({ ...{ returnId, refundMinor, state, spokenForMinor } })

test('no more is promised than is left of what was paid', () => {
  const promised = (refundedMinor: number) => [
    ...promisedRefunds({
      totalMinor: 30,
      refundedMinor,
      returns: [aReturn('a', 20, 'requested'), aReturn('b', 10, 'requested')],
    }).values(),
  ]
  assert.deepEqual(promised(0), [20, 10])
  assert.deepEqual(promised(15), [15, 0])
  assert.deepEqual(promised(30), [0, 0])
})

test('what a completed return brought is counted once, known of payments or not', () => {
  for (const refundedMinor of [0, 20]) {
    const returns = [aReturn('a', 20, 'completed'), aReturn('b', 10, 'requested')]
    const promised = promisedRefunds({ totalMinor: 30, refundedMinor, returns })
    assert.deepEqual([...promised.values()], [20, 10])
  }
})

test('what a completed return brings comes on top of what was given back before it', () => {
  for (const refundedMinor of [20, 40]) {
    const returns = [aReturn('a', 20, 'completed', 40), aReturn('b', 20, 'requested')]
    const promised = promisedRefunds({ totalMinor: 40, refundedMinor, returns })
    assert.deepEqual([...promised.values()], [20, 0], `${refundedMinor} is known`)
  }
})

test('whatever was given back before, all promises together are never more than was paid', () => {
  const someReturn = fc.record({
    returnId: fc.uuid(),
    state: fc.constant('requested' as const),
    refundMinor: fc.nat(100),
    spokenForMinor: fc.constant(null),
  })
  fc.assert(
    fc.property(fc.nat(100), fc.nat(200), fc.array(someReturn), (total, refunded, returns) => {
      const promised = promisedRefunds({ totalMinor: total, refundedMinor: refunded, returns })
      const all = [...promised.values()].reduce((sum, each) => sum + each, 0)
      assert.ok(all <= Math.max(0, total - refunded))
    }),
  )
})
