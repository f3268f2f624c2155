import assert from 'node:assert/strict'
import { test } from 'node:test'
import { languageOf } from './language.ts'
import { fill } from './phrase.ts'

test('a phrase counts by the rules of its language', () => {
  const left = { one: '{count} unit left', other: '{count} units left' }
  assert.equal(fill(left, { count: 1 }, 'en'), '1 unit left')
  assert.equal(fill(left, { count: 1_200 }, 'en'), '1,200 units left')
  assert.equal(fill({ other: '{count}개 남음' }, { count: 1 }, 'ko'), '1개 남음')
})

test('texts stand as they are, numbers as the language writes them', () => {
  assert.equal(fill('{place}번째, {name}', { place: 1_000, name: '$&' }, 'ko'), '1,000번째, $&')
})

test('a browser is spoken to in the first of its languages that we have', () => {
  assert.equal(languageOf(['fr-FR', 'ko-KR', 'en']), 'ko')
  assert.equal(languageOf(['fr']), 'en')
})
