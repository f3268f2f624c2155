import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isTypedName } from './is-typed-name.ts'
import { nameWithOptions } from './options-text.ts'

const title = '한정 재킷 · Limited Jacket'
const blackM = nameWithOptions({ title, options: { 색: 'Black', 크기: 'M' } })

test('the name that confirms an act fits one drop of a product, not its neighbours', () => {
  assert.equal(isTypedName(blackM, blackM), true)
  for (const other of [
    title,
    nameWithOptions({ title, options: { 색: 'Black', 크기: 'S' } }),
    nameWithOptions({ title, options: { 색: 'White', 크기: 'M' } }),
  ]) {
    assert.equal(isTypedName(other, blackM), false, other)
  }
  assert.equal(isTypedName('', blackM), false)
})

test('it can be typed without the signs that no key has', () => {
  assert.equal(isTypedName(' 한정 재킷 Limited Jacket Black M', blackM), true)
  assert.equal(isTypedName(blackM.normalize('NFD'), blackM), true)
})

test('a thing without options is called by its title alone', () => {
  assert.equal(nameWithOptions({ title, options: {} }), title)
})
