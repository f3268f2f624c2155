import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultyOptions, optionsFault } from './sku-options.ts'

test('options that differ by case, space or order only are the same', () => {
  const known = [{ size: 'M', colour: 'Ink blue' }]
  for (const options of [
    { colour: 'Ink blue', size: 'M' },
    { Size: ' m', COLOUR: 'ink  blue' },
    { size: 'Ｍ', colour: 'Ink blue ' },
  ]) {
    assert.equal(optionsFault(options, known), 'repeated')
  }
  assert.equal(optionsFault({ size: 'L', colour: 'Ink blue' }, known), null)
})

test('the SKUs of a product name the same options, each once, with a value', () => {
  assert.deepEqual(faultyOptions([{ size: 'M' }, { colour: 'ink' }]), {
    ...{ at: 1, fault: 'other_names' },
  })
  assert.deepEqual(faultyOptions([{ size: 'M', colour: 'ink' }, { size: 'L' }])?.at, 1)
  assert.deepEqual(faultyOptions([{}, { size: 'M' }])?.fault, 'other_names')
  assert.deepEqual(faultyOptions([{ size: 'M', Size: 'L' }])?.fault, 'named_twice')
  assert.deepEqual(faultyOptions([{ size: ' ' }])?.fault, 'blank')
  assert.equal(faultyOptions([{}]), null)
  assert.equal(faultyOptions([{ size: 'M' }, { size: 'L' }]), null)
})

test('a product that had no options gets some with its second SKU, and all others are like it', () => {
  assert.equal(optionsFault({ size: 'M' }, [{}]), null)
  assert.equal(optionsFault({ colour: 'ink' }, [{}, { size: 'M' }]), 'other_names')
  assert.equal(optionsFault({}, [{}]), 'repeated')
  assert.equal(optionsFault({}, [{ size: 'M' }]), 'other_names')
})
