import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DropState } from '#contracts/drops.ts'
import { shownPrices } from './shown-prices.ts'

const krw = (amountMinor: number) => ({ amountMinor, currency: 'KRW' })
const aDrop = (state: DropState, amountMinor: number) => ({
  ...{ dropId: 'a-drop', opensAtMs: 1, closesAtMs: 2, state, price: krw(amountMinor) },
})
const jacket = { kind: 'drop' as const, price: krw(50_000) }

test('what drops alone sell has the price of its drop, and its own beside it where that differs', () => {
  for (const state of ['upcoming', 'open', 'paused', 'sold_out'] as const) {
    const shown = shownPrices({ ...jacket, drop: aDrop(state, 51_000) })
    assert.deepEqual(shown, { price: krw(51_000), listPrice: krw(50_000) })
  }
  const same = shownPrices({ ...jacket, drop: aDrop('open', 50_000) })
  assert.deepEqual(same, { price: krw(50_000), listPrice: null })
})

test('without a drop that can be had, or sold any time, a product has its own price', () => {
  const own = { price: krw(50_000), listPrice: null }
  assert.deepEqual(shownPrices(jacket), own)
  assert.deepEqual(shownPrices({ ...jacket, drop: aDrop('ended', 51_000) }), own)
  assert.deepEqual(shownPrices({ ...jacket, kind: 'regular', drop: aDrop('open', 51_000) }), own)
})
