import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decideReturn, type ReturnableLine } from './decide-return.ts'
import { orderStates } from './order.ts'

const line = (at: number) =>
  fc
    .record({
      quantity: fc.integer({ min: 1, max: 5 }),
      unitPriceMinor: fc.integer({ min: 0, max: 9_999 }),
    })
    .map((bought): ReturnableLine => ({ skuId: `sku ${at}`, askedQuantity: 0, ...bought }))
const someLines = fc.tuple(line(0), line(1), line(2))
const wishes = fc.array(
  fc.option(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 6 })), { freq: 8 }),
  { maxLength: 12 },
)
const inTime = { nowMs: 10, windowMs: 10 }

test('however often returns are asked for, no more comes back than was bought, nor more money', () => {
  fc.assert(
    fc.property(someLines, wishes, (bought, asked) => {
      let lines: ReturnableLine[] = bought
      let refunded = 0
      for (const wish of asked) {
        const wanted = wish === null ? null : [{ skuId: `sku ${wish[0]}`, quantity: wish[1] }]
        const order = { state: 'delivered', deliveredAtMs: 5, lines } as const
        const decision = decideReturn(order, wanted, inTime)
        if (decision.outcome !== 'accepted') continue
        const back = new Map(decision.lines.map(each => [each.skuId, each.quantity]))
        refunded += decision.refundMinor
        lines = lines.map(each => ({
          ...each,
          askedQuantity: each.askedQuantity + (back.get(each.skuId) ?? 0),
        }))
      }
      const paid = (of: 'quantity' | 'askedQuantity') =>
        lines.reduce((sum, each) => sum + each[of] * each.unitPriceMinor, 0)
      assert.ok(lines.every(each => each.askedQuantity <= each.quantity))
      assert.equal(refunded, paid('askedQuantity'))
      assert.ok(refunded <= paid('quantity'))
    }),
  )
})

test('only what was delivered is returned, until the window closes', () => {
  const bought = { skuId: 'sku', quantity: 1, askedQuantity: 0, unitPriceMinor: 1 }
  const decide = (state: (typeof orderStates)[number], nowMs: number) =>
    decideReturn({ state, deliveredAtMs: 5, lines: [bought] }, null, { nowMs, windowMs: 10 })
      .outcome
  for (const state of orderStates) {
    assert.equal(decide(state, 15), state === 'delivered' ? 'accepted' : 'illegal_transition')
  }
  assert.equal(decide('delivered', 16), 'return_window_closed')
})
