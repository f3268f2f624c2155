import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyDrop, readDropForm } from './drop-form.ts'
import { fieldOfInstant, instantOfField } from './local-instant.ts'

const nowMs = Date.UTC(2026, 10, 21, 3, 20)
const around = { nowMs, available: 120, currency: 'KRW' }
const right = { ...emptyDrop(nowMs), productId: 'p', skuId: 's', price: '129,000' }

test('a form that was only given a product and a price plans a drop for tomorrow', () => {
  const read = readDropForm(right, around)
  assert.equal(read.is, 'right')
  assert.deepEqual(read.is === 'right' && read.drop, {
    skuId: 's',
    price: { amountMinor: 129_000, currency: 'KRW' },
    units: 100,
    opensAtMs: Date.UTC(2026, 10, 22, 4),
    closesAtMs: Date.UTC(2026, 10, 22, 5),
    limitPerMember: 1,
    holdMs: 600_000,
  })
})

test('each field tells what is wrong with it, and nothing wrong is sent', () => {
  const yesterday = fieldOfInstant(nowMs - 86_400_000)
  const read = readDropForm(
    {
      ...right,
      ...{ skuId: '', price: 'much', units: '121', opens: yesterday, closes: '', limit: '0' },
      holdMinutes: '2000',
    },
    around,
  )
  assert.deepEqual(read.is === 'wrong' && read.faults, {
    productId: 'chooseSku',
    price: 'notAPrice',
    units: 'tooManyUnits',
    opens: 'inThePast',
    closes: 'noInstant',
    limit: 'notALimit',
    holdMinutes: 'notAHold',
  })
  const backwards = readDropForm({ ...right, closes: right.opens }, around)
  assert.deepEqual(backwards.is === 'wrong' && backwards.faults, { closes: 'closesBeforeOpening' })
})

test('a price that the currency does not have, or of nothing, is refused, not made a hundred times as much', () => {
  for (const price of ['129000.00', '1.5', '0']) {
    const read = readDropForm({ ...right, price }, around)
    assert.deepEqual(read.is === 'wrong' && read.faults, { price: 'notAPrice' }, price)
  }
})

test('an instant that was read from a field is written as it stood there', () => {
  assert.equal(instantOfField(fieldOfInstant(nowMs)), nowMs)
  assert.equal(instantOfField('tomorrow'), null)
})
