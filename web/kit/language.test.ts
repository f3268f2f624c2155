import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLanguageAsked, languageOf } from './language.ts'

test('a page speaks the first of its languages that the browser prefers, else English', () => {
  assert.equal(languageOf(['fr-FR', 'ko-KR', 'en']), 'ko')
  assert.equal(languageOf(['en-GB', 'ko']), 'en')
  assert.equal(languageOf(['fr']), 'en')
})

test('a browser that asks for one of the two languages leaves no choice', () => {
  assert.equal(isLanguageAsked(['en-GB', 'en']), true)
  assert.equal(isLanguageAsked(['fr', 'ko-KR']), true)
  assert.equal(isLanguageAsked(['ko-KR', 'ko', 'en-US', 'en']), false)
  assert.equal(isLanguageAsked(['fr']), false)
  assert.equal(isLanguageAsked([]), false)
})
