import assert from 'node:assert/strict'
import { test } from 'node:test'
import { promiseWords } from './promise-words.ts'
import { reportWords } from './report-words.ts'
import { tellPromise } from './tell-promise.ts'

const fieldsOf = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort()

test('each promise tells the same figures in Korean as in English', () => {
  for (const [name, { en, ko }] of Object.entries(promiseWords)) {
    assert.deepEqual(fieldsOf(ko.finding), fieldsOf(en.finding), name)
    assert.match(ko.promise + ko.finding, /[가-힣]/, name)
  }
})

test('what was found stands in the words of both, and a fault stands as it was told', () => {
  const figures = { holds: 3, ends: 2 }
  assert.deepEqual(tellPromise('holdsEnd', { isKept: false, figures }), {
    ...{ promise: 'Every hold has ended, once', isKept: false, finding: '3 holds, 2 ends' },
    inKorean: {
      promise: '잡아 둔 것은 모두 한 번씩 끝났어요',
      finding: '잡은 것 3건, 끝난 것 2건',
    },
  })
  const told = tellPromise('ledgerVerifies', { isKept: false, figures: {}, fault: 'Entry 2.' })
  assert.deepEqual([told.finding, told.inKorean?.finding], ['Entry 2.', 'Entry 2.'])
})

test('a report says in Korean all that it says in English, with the same figures', () => {
  for (const [name, { en, ko }] of Object.entries(reportWords)) {
    assert.deepEqual(fieldsOf(ko), fieldsOf(en), name)
    // A word that is all figures has none of its own.
    assert.match(ko.replace(/\{\w+\}/g, ''), /[가-힣]/, name)
  }
})
