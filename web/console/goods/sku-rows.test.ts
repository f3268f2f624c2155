import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAnotherSku, readSkuRows } from './sku-rows.ts'

test('a product with one SKU needs no options, and others are told apart by theirs', () => {
  assert.deepEqual(readSkuRows([{ options: ' ', units: '40' }]), {
    is: 'right',
    skus: [{ options: {}, units: 40 }],
  })
  assert.deepEqual(
    readSkuRows([
      { options: 'size: M, colour:ink', units: '4' },
      { options: 'colour: moss, size: L', units: '1,000' },
    ]),
    {
      is: 'right',
      skus: [
        { options: { size: 'M', colour: 'ink' }, units: 4 },
        { options: { colour: 'moss', size: 'L' }, units: 1_000 },
      ],
    },
  )
})

test('two SKUs of the same options, and what is no option or no number, are told by their row', () => {
  const read = readSkuRows([
    { options: 'size: M, colour: ink', units: '1' },
    { options: 'colour: ink, size: M', units: '1' },
    { options: 'M', units: '1' },
    { options: 'size: S, size: M', units: '1' },
    { options: 'size: XL, colour: ink', units: '-1' },
    { options: 'Size: m, colour: INK', units: '1' },
    { options: 'size: XL', units: '1' },
  ])
  assert.deepEqual(read.is === 'wrong' && read.faults, {
    ...{ 1: 'sameOptions', 2: 'badOptions', 3: 'badOptions', 4: 'badUnits' },
    ...{ 5: 'sameOptions', 6: 'otherOptions' },
  })
})

test('one more SKU has other options than those that are there', () => {
  const known = [{ options: { size: 'M', colour: 'ink' } }]
  const read = (options: string, units = '3') => readAnotherSku({ options, units }, known)
  assert.deepEqual(read('size: L, colour: ink'), {
    is: 'right',
    sku: { options: { size: 'L', colour: 'ink' }, units: 3 },
  })
  assert.deepEqual(read('colour: ink, size: M'), { is: 'wrong', fault: 'sameOptions' })
  assert.deepEqual(read(' SIZE: m , colour: Ink'), { is: 'wrong', fault: 'sameOptions' })
  assert.deepEqual(read('size: L'), { is: 'wrong', fault: 'otherOptions' })
  assert.equal(readAnotherSku({ options: 'size: L', units: '3' }, [{ options: {} }]).is, 'right')
  assert.deepEqual(read('L'), { is: 'wrong', fault: 'badOptions' })
  assert.deepEqual(read(' '), { is: 'wrong', fault: 'badOptions' }, 'beside others')
  assert.deepEqual(read('size: L', '-1'), { is: 'wrong', fault: 'badUnits' })
})
