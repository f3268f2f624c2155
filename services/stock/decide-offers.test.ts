import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  type DropAtOffers,
  decideOffers,
  type OfferDecision,
  type Waiting,
} from './decide-offers.ts'

fc.configureGlobal({ numRuns: 500 })

const members = ['ann', 'bob', 'cid', 'dan', 'eve'] as const

const lines = fc
  .uniqueArray(fc.constantFrom(...members), { maxLength: 5 })
  .chain(waiting =>
    fc.tuple(
      ...waiting.map(memberId => fc.tuple(fc.constant(memberId), fc.integer({ min: 1, max: 4 }))),
    ),
  )
  .map(wanted =>
    wanted.map(([memberId, quantity], at): Waiting => {
      return { ticket: at + 1, entryId: `e${at + 1}`, memberId, quantity }
    }),
  )

const drops = fc
  .record({
    free: fc.integer({ min: 0, max: 9 }),
    limitPerMember: fc.integer({ min: 1, max: 4 }),
    nextPosition: fc.integer({ min: 1, max: 100 }),
    taken: fc.array(fc.tuple(fc.constantFrom(...members), fc.integer({ min: 0, max: 5 }))),
  })
  .map(({ taken, ...drop }): DropAtOffers => {
    return { ...drop, nowMs: 5_000, holdMs: 600, takenByMember: new Map(taken) }
  })

const unitsIn = (decisions: readonly OfferDecision[]) =>
  decisions.reduce((sum, each) => sum + (each.outcome === 'offered' ? each.quantity : 0), 0)

const always = (promise: (drop: DropAtOffers, line: readonly Waiting[]) => void) =>
  fc.assert(fc.property(drops, lines, promise))

suite('What came back', () => {
  test('goes along the line from its head, and leaves out nobody before the last', () => {
    always((drop, line) => {
      const decisions = decideOffers(drop, line)
      assert.deepEqual(
        decisions.map(({ entry }) => entry),
        line.slice(0, decisions.length),
      )
    })
  })

  test('is given until nothing is free or nobody waits, and never more than is free', () => {
    always((drop, line) => {
      const decisions = decideOffers(drop, line)
      const rest = drop.free - unitsIn(decisions)
      assert.ok(rest >= 0)
      assert.ok(rest === 0 || decisions.length === line.length, `${rest} are left while some wait`)
    })
  })

  test('gives each as many as are wanted, free, and within the limit of a member', () => {
    always((drop, line) => {
      let { free } = drop
      for (const decision of decideOffers(drop, line)) {
        const { memberId, quantity } = decision.entry
        const allowed = drop.limitPerMember - (drop.takenByMember.get(memberId) ?? 0)
        if (decision.outcome === 'passed') {
          assert.ok(allowed <= 0, `${memberId} was passed by`)
          continue
        }
        assert.equal(decision.quantity, Math.min(quantity, free, allowed))
        assert.ok(decision.quantity > 0)
        free -= decision.quantity
      }
    })
  })

  test('comes with positions without gap, and the time of any hold', () => {
    always((drop, line) => {
      const offered = decideOffers(drop, line).filter(each => each.outcome === 'offered')
      assert.deepEqual(
        offered.map(({ position }) => position),
        offered.map((_, at) => drop.nextPosition + at),
      )
      assert.ok(offered.every(offer => offer.expiresAtMs === drop.nowMs + drop.holdMs))
    })
  })
})
