import assert from 'node:assert/strict'
import { test } from 'node:test'
import { priceText } from '#web/kit/typed-number.ts'
import { typedRefund } from './typed-refund.ts'

const dollars = { amountMinor: 1_250, currency: 'USD' }
const won = { amountMinor: 129_000, currency: 'KRW' }

test('a refund is typed as its currency is written, never in its smallest unit', () => {
  const read = [
    typedRefund('12.50', dollars),
    typedRefund('12', dollars),
    typedRefund('10.5', dollars),
    typedRefund('129,000', won),
  ]
  assert.deepEqual(
    read.map(each => each.is === 'right' && each.amountMinor),
    [1_250, 1_200, 1_050, 129_000],
  )
})

test('all that is left stands in the field, and is read as that', () => {
  for (const left of [dollars, won, { amountMinor: 5, currency: 'USD' }]) {
    const read = typedRefund(priceText(left.amountMinor, left.currency), left)
    assert.deepEqual(read, { is: 'right', amountMinor: left.amountMinor })
  }
})

test('nothing, what the currency does not have, and more than is left are not given back', () => {
  const faults = [
    typedRefund('', won),
    typedRefund('0', won),
    typedRefund('100.50', won),
    typedRefund('12.505', dollars),
    typedRefund('1250', dollars),
    typedRefund('12.51', dollars),
  ].map(read => read.is === 'wrong' && read.fault)
  const no = 'notAnAmount'
  assert.deepEqual(faults, [no, no, no, no, 'moreThanLeft', 'moreThanLeft'])
})
