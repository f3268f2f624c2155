import assert from 'node:assert/strict'
import {
  announce,
  announceUrgently,
  aShopOfToys,
  everyone,
  heard,
  textOf,
} from './a-shop-of-toys.ts'
import type { PromiseOfLog } from './event-log.contract.ts'

/** What is announced reaches who asked for it. */
export function deliveryPromises(promise: PromiseOfLog): void {
  promise('what is announced reaches everybody who asked for it, once', async parts => {
    const shop = await aShopOfToys(parts, everyone)
    await announce(shop.stock, 'before')
    await using log = await shop.start()
    const ids = Array.from({ length: 1_300 }, (_, at) => `n${at}`)
    await Promise.all(ids.map(id => announce(shop.stock, id)))
    await announce(shop.stock, 'after')
    await log.settled()
    const texts = ['before', ...ids, 'after']
    for (const consumer of [shop.orders, shop.mails]) {
      const notes = await heard(consumer)
      assert.deepEqual(notes.map(textOf).sort(), texts.toSorted())
      assert.equal(new Set(notes).size, texts.length)
    }
    assert.deepEqual(shop.complaints, [])
  })

  promise('what is told of one subject is heard in its order', async parts => {
    const shop = await aShopOfToys(parts, everyone)
    await using log = await shop.start()
    const ids = Array.from({ length: 40 }, (_, at) => `n${at}`)
    await Promise.all(ids.map(id => shop.stock.write.write({ id, announces: 20 })))
    await log.settled()
    for (const consumer of [shop.orders, shop.mails]) {
      const notes = (await heard(consumer)).map(note => note.split('#stock:'))
      for (const id of ids) {
        const numbers = notes.filter(([text]) => text === id).map(([, number]) => Number(number))
        assert.equal(numbers.length, 20)
        assert.deepEqual(
          numbers,
          numbers.toSorted((a, b) => a - b),
        )
      }
    }
  })

  promise('what hearing announces is heard in its turn, before all is settled', async parts => {
    const shop = await aShopOfToys(parts, {
      ...{ orders: { sources: ['stock'] }, mails: { sources: ['stock'] } },
      stock: { sources: ['mails'] },
    })
    await using log = await shop.start()
    await announce(shop.stock, 'a', 'echo echo echo a')
    await log.settled()
    assert.deepEqual(await heard(shop.stock), ['a', 'echo echo a#mails:1', 'a#mails:2'])
    assert.deepEqual((await heard(shop.orders)).sort(), [
      'echo a#stock:2',
      'echo echo echo a#stock:1',
    ])
  })

  promise(
    'who wants to hear of some facts only is brought those, and the others hold nothing back',
    async parts => {
      const urgent = { sources: ['stock'], types: ['note.urgent'] }
      const shop = await aShopOfToys(parts, { orders: { sources: ['stock'] }, mails: urgent })
      await announce(shop.stock, 'a')
      await announceUrgently(shop.stock, 'b')
      for (const life of [1, 2]) {
        await using log = await shop.start()
        await announce(shop.stock, `c${life}`)
        await announceUrgently(shop.stock, `d${life}`)
        await announce(shop.stock, `e${life}`)
        await log.settled()
      }
      assert.deepEqual((await heard(shop.mails)).sort(), ['b#stock:2', 'd1#stock:4', 'd2#stock:7'])
      assert.equal((await heard(shop.orders)).length, 8)
      await using log = await shop.start()
      await shop.stock.write.write({ id: 'many', announces: 5_000 })
      await announceUrgently(shop.stock, 'last')
      await log.settled()
      assert.deepEqual(
        (await heard(shop.mails)).filter(note => note.startsWith('last')),
        ['last#stock:5009'],
      )
    },
  )

  promise(
    'the news of what was applied come after its commit; a listener that breaks breaks nothing',
    async parts => {
      const told: unknown[] = []
      const afterwards = (result: unknown) => {
        told.push(result)
        throw new Error('the listener is broken')
      }
      const shop = await aShopOfToys(parts, { orders: { sources: ['stock'], afterwards } })
      await announce(shop.stock, 'a')
      await announce(shop.stock, 'b')
      await using log = await shop.start()
      await log.settled()
      await announce(shop.stock, 'c')
      await log.settled()
      const expected = ['a#stock:1', 'b#stock:2', 'c#stock:3']
      assert.deepEqual((await heard(shop.orders)).sort(), expected)
      assert.deepEqual(told.flat().sort(), ['stock:1', 'stock:2', 'stock:3'])
      assert.deepEqual(await shop.orders.events.listDeadLetters({ limit: 10 }), [])
    },
  )

  promise('a wish for a service that is not here holds nothing back', async parts => {
    const shop = await aShopOfToys(parts, { orders: { sources: ['elsewhere', 'stock'] } })
    await using log = await shop.start()
    await announce(shop.stock, 'a')
    await log.settled()
    assert.deepEqual(await heard(shop.orders), ['a#stock:1'])
  })
}
