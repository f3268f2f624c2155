import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import {
  guessesPerCode,
  resendsPerEmail,
  restAfter,
  signUpsPerEmail,
  wrongPasswordsPerAccount,
  wrongPasswordsPerAddress,
} from './throttle-rule.ts'

const rules = [
  guessesPerCode,
  resendsPerEmail,
  signUpsPerEmail,
  wrongPasswordsPerAccount,
  wrongPasswordsPerAddress,
]

suite('A limit on tries', () => {
  test('lets ten passwords be typed, then waits 1, 2, 4 … seconds, and never beyond 5 minutes', () => {
    const rests = [9, 10, 11, 12, 18, 19, 1_000].map(n => restAfter(wrongPasswordsPerAccount, n))
    assert.deepEqual(rests, [0, 1_000, 2_000, 4_000, 256_000, 300_000, 300_000])
  })

  test('gives a code five guesses, and no sixth while the code lives', () => {
    assert.equal(restAfter(guessesPerCode, 4), 0)
    assert.equal(restAfter(guessesPerCode, 5), 24 * 60 * 60 * 1_000)
  })

  test('sends a code once a minute, rarer later', () => {
    const rests = [1, 5, 6, 7, 100].map(n => restAfter(resendsPerEmail, n) / 60_000)
    assert.deepEqual(rests, [1, 1, 2, 4, 60])
  })

  test('never shortens with more tries, nor is forgotten while it rests', () => {
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.integer({ min: 1, max: 10_000 }), (rule, tries) => {
        const rest = restAfter(rule, tries)
        return rest <= restAfter(rule, tries + 1) && rest <= rule.forgetAfterMs
      }),
    )
  })
})
