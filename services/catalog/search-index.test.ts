import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { foldTitle } from './fold-title.ts'
import { type SearchedProduct, searchIndex } from './search-index.ts'
import { spellOut } from './spell-out.ts'
import { mistakesFrom } from './typing-mistakes.ts'

const aProduct = (productId: string, title: string): SearchedProduct => ({
  productNumber: 1,
  productId,
  titleFolded: foldTitle(title),
  categoryId: null,
  kind: 'regular',
  priceMinor: 1,
  currency: 'KRW',
  likeCount: 0,
})

test('Hangul is spelled as it is typed, Latin without its accents', () => {
  assert.equal(spellOut('닭  과 Ｃafé'), 'ㄷㅏㄹㄱ ㄱㅗㅏ cafe')
  assert.equal(spellOut('꽃ㅎ'), 'ㄲㅗㅊㅎ')
  assert.equal(spellOut(' \n'), '')
})

const letter = fc.constantFrom(...'abc가나 '.split(''))
const title = fc.array(letter, { minLength: 1, maxLength: 12 }).map(letters => letters.join(''))

test('whatever is renamed and removed, all that has the words is found, and nothing else', () => {
  const act = fc.record({ id: fc.nat(5), title: fc.option(title) })
  fc.assert(
    fc.property(fc.array(act), title, (acts, query) => {
      const index = searchIndex()
      const present = new Map<string, string>()
      for (const { id, title } of acts) {
        index.find(query, 0)
        if (title === null) {
          index.remove(`${id}`)
          present.delete(`${id}`)
        } else {
          index.put(aProduct(`${id}`, title))
          present.set(`${id}`, title)
        }
      }
      const words = spellOut(query).split(' ')
      const having = [...present].filter(([, title]) =>
        words.every(word => spellOut(title).includes(word)),
      )
      const matches = index.find(query, 0)
      const found = Array.from({ length: matches.count }, (_, at) => matches.product(at).productId)
      assert.deepEqual(found.sort(), having.map(([id]) => id).sort())
    }),
  )
})

test('one mistake in a word is forgiven, wherever it is made', () => {
  const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 4, maxLength: 12 })
  const mistake = fc.record({
    kind: fc.constantFrom('missing', 'more', 'other', 'exchanged'),
    at: fc.nat(11),
  })
  fc.assert(
    fc.property(word, word, mistake, (before, word, { kind, at }) => {
      const place = at % (word.length - 1)
      const [head, one = '', two = '', tail] = [
        word.slice(0, place),
        word[place],
        word[place + 1],
        word.slice(place + 2),
      ]
      const middle = { missing: two, more: `${one}x${two}`, other: `x${two}`, exchanged: two + one }
      const typed = head + middle[kind as keyof typeof middle] + tail
      assert.ok(mistakesFrom(typed)(`${before} ${word}`) <= 1)
      if (typed.length < 4) return
      const index = searchIndex()
      index.put(aProduct('it', `${before} ${word}`))
      const tolerance = index.find(typed, 0).count > 0 ? 0 : 1
      assert.equal(index.find(typed, tolerance).count, 1, typed)
    }),
  )
})
