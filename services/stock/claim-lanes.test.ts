import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { aClaimOf } from './a-drop-record.ts'
import { claimsOf, idsOf, many, someLanes, turns } from './claim-lanes-under-test.ts'

suite('The lane of a drop', () => {
  test('who comes while a batch is being committed goes in the next, all together, in order', async () => {
    const shop = someLanes()
    const dropId = shop.aDrop()
    shop.press(dropId, ...claimsOf('a', 'b'))
    await shop.load()
    const first = await shop.batch()
    for (const name of ['c', 'd', 'e']) {
      shop.press(dropId, aClaimOf(name))
      await turns()
    }
    assert.equal(shop.batches.length, 0, 'batches of one drop never overlap')
    first.answer()
    const second = await shop.batch()
    assert.deepEqual(
      [idsOf(first), idsOf(second)],
      [
        ['r-a', 'r-b'],
        ['r-c', 'r-d', 'r-e'],
      ],
    )
    assert.deepEqual([...shop.answers.keys()], ['r-a', 'r-b'], 'an answer comes after its commit')
  })

  test('one drop does not wait for another', async () => {
    const shop = someLanes()
    const [one, other] = [shop.aDrop(), shop.aDrop()]
    shop.press(one, aClaimOf('a'))
    shop.press(other, aClaimOf('b'))
    await shop.load()
    assert.deepEqual(shop.batches.map(idsOf), [['r-a'], ['r-b']])
  })

  test('nobody passes those who wait until the gate knows the drop', async () => {
    const shop = someLanes()
    const dropId = shop.aDrop()
    shop.press(dropId, aClaimOf('a'))
    await turns()
    shop.press(dropId, aClaimOf('b'))
    await turns()
    const [load] = shop.loads.splice(0, 1)
    load?.answer()
    shop.press(dropId, aClaimOf('c'))
    await turns()
    await shop.load()
    await shop.answerAll()
    assert.deepEqual(
      [...shop.answers],
      [
        ['r-a', 'reserved'],
        ['r-b', 'reserved'],
        ['r-c', 'reserved'],
      ],
    )
  })

  test('a drop that is nowhere is unknown, to all who asked', async () => {
    const shop = someLanes()
    shop.press('nowhere', ...claimsOf('a', 'b'))
    await shop.load()
    assert.deepEqual([...shop.answers.values()], ['drop_unknown', 'drop_unknown'])
  })

  test('more than two batches do not wait: the rest try again, and their units are free', async () => {
    const shop = someLanes({ units: 1_045 })
    const dropId = shop.aDrop()
    shop.press(dropId, ...many(20, 'first'))
    await shop.load()
    const first = await shop.batch()
    shop.press(dropId, ...many(1_025, 'late'))
    await turns()
    assert.deepEqual([...shop.answers], [['r-late1024', 'try_again']])
    first.answer()
    await turns()
    shop.press(dropId, aClaimOf('last'), aClaimOf('beyond'))
    await shop.answerAll()
    assert.equal([...shop.answers.values()].filter(each => each === 'reserved').length, 1_045)
    assert.equal(shop.answers.get('r-last'), 'reserved')
    assert.equal(shop.answers.get('r-beyond'), 'sold_out')
  })

  test('a second batch stands behind the first where the database keeps the order, and is worth it', async () => {
    for (const keepsOrder of [true, false]) {
      const shop = someLanes({ keepsOrder })
      const dropId = shop.aDrop()
      shop.press(dropId, aClaimOf('first'))
      await shop.load()
      const first = await shop.batch()
      shop.press(dropId, ...many(31, 'few'))
      await turns()
      assert.equal(shop.batches.length, 0, 'a few wait for more')
      shop.press(dropId, aClaimOf('enough'))
      await turns()
      assert.equal(shop.batches.length, keepsOrder ? 1 : 0)
      shop.press(dropId, ...many(100, 'third'))
      await turns()
      assert.equal(shop.batches.length, keepsOrder ? 1 : 0, 'never a third')
      first.answer()
      await shop.answerAll()
      assert.equal([...shop.answers.values()].filter(each => each === 'reserved').length, 133)
    }
  })
})
