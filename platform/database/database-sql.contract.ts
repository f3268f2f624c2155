import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { Clock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import type { Account } from './a-till-store.ts'
import { ConstraintViolated } from './database.ts'
import type { SomeDatabases } from './databases-under-test.ts'

type TillStore = typeof import('./a-till-store.ts')
const module = import.meta.resolve('./a-till-store.ts')

const words = [
  ...['안녕하세요 😀', "it's", '"quoted"', '`ticks`', 'back\\slash', "\\'; drop table account; --"],
  ...[
    'what? and ?, ?',
    '/* no comment */',
    '-- nor this',
    '# nor this',
    '%_',
    '',
    ' ',
    'a\0b\nc\td',
  ],
]

const anAccount = (accountId: string, more: Partial<Account> = {}): Account => ({
  ...{ accountId, balance: 100, words: null, seal: null },
  ...more,
})

/** What statements do, and give, whatever the engine. */
export function databaseSqlContract(
  name: string,
  someDatabases: (clock: Clock) => Promise<SomeDatabases>,
): void {
  async function aTill() {
    const databases = await someDatabases(virtualClock())
    const till = await databases.open<TillStore>('till', module)
    await till.write.close(['the first one'])
    const list = () => till.read.list({ limit: 10_000 })
    const balances = async () =>
      Object.fromEntries((await list()).map(({ accountId, balance }) => [accountId, balance]))
    return {
      ...{ till, list, balances },
      [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
    }
  }

  suite(`Values over ${name}`, () => {
    test('come back as they went in: texts of every kind, bytes, large numbers, nothing', async () => {
      await using shop = await aTill()
      const bytes = Uint8Array.from({ length: 256 }, (_, at) => at)
      const accounts = [
        ...words.map((text, at) => anAccount(`w${at}`, { words: text })),
        anAccount('bytes', { seal: bytes, words: 'x'.repeat(100_000) }),
        anAccount('empty', { seal: new Uint8Array() }),
        anAccount('large', { balance: Number.MAX_SAFE_INTEGER }),
      ].sort((a, b) => (a.accountId < b.accountId ? -1 : 1))
      const ids = accounts.map(({ accountId }) => accountId)
      const { open, openMany, openByKysely, close } = shop.till.write
      for (const account of accounts) assert.equal(await open(account), 1)
      assert.deepEqual(await shop.list(), accounts)
      assert.deepEqual(new Set(await close(ids)), new Set([1]))
      assert.deepEqual(new Set(await openMany(accounts)), new Set([1]))
      assert.deepEqual(await shop.list(), accounts)
      assert.deepEqual(await shop.till.read.listByKysely(ids), accounts)
      await close(ids)
      for (const account of accounts) assert.equal(await openByKysely(account), 1)
      assert.deepEqual(await shop.list(), accounts)
    })

    test('any text and any bytes', async () => {
      await using shop = await aTill()
      const { open, openMany, close } = shop.till.write
      const anything = fc.record({
        words: fc.option(fc.string({ unit: 'grapheme', maxLength: 40 })),
        seal: fc.option(fc.uint8Array({ maxLength: 40 })),
        balance: fc.maxSafeNat(),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(anything, { minLength: 2, maxLength: 5 }), async given => {
          const [first, ...rest] = given.map((each, at) => anAccount(`n${at}`, each))
          assert(first)
          await open(first)
          await openMany(rest)
          assert.deepEqual(await shop.list(), [first, ...rest])
          await close(given.map((_, at) => `n${at}`))
        }),
        { numRuns: 40 },
      )
    })

    test('keys differ by case, accent and width, and are in the order of their code points', async () => {
      await using shop = await aTill()
      const ids = ['B', 'a', 'b', 'Å', 'á', 'ä', '가', 'ａ', '😀']
      await shop.till.write.openMany(ids.toReversed().map(id => anAccount(id)))
      assert.deepEqual(
        (await shop.list()).map(({ accountId }) => accountId),
        ids,
      )
    })

    test('what nobody waits for is done before what is asked next, and before the commit', async () => {
      await using shop = await aTill()
      const { open, payLater, overdrawLater } = shop.till.write
      await open(anAccount('till'))
      const opens = [anAccount('p', { words: "it's; -- a trap" }), anAccount('q')]
      const seen = await payLater({ to: 'till', amounts: [1, 2, 3], opens })
      assert.deepEqual(seen, { balance: 106, count: 3 })
      assert.deepEqual(await shop.balances(), { till: 107, p: 100, q: 100 })
      assert.deepEqual(await payLater({ to: 'nobody', amounts: [] }), {
        ...{ balance: undefined, count: 3 },
      })
      await assert.rejects(overdrawLater('till'), ConstraintViolated)
      await assert.rejects(payLater({ to: 'till', amounts: [5], opens }), ConstraintViolated)
      assert.equal((await shop.balances()).till, 107, 'what fails later takes all with it')
    })

    test('of what is refused nothing is done, also by a branch that was not at its end', async () => {
      await using shop = await aTill()
      const { open, pay, breakInTheMiddle } = shop.till.write
      await open(anAccount('till'))
      for (let times = 1; times <= 8; times++) {
        await assert.rejects(breakInTheMiddle({ to: 'till', times }), /a branch that fails/)
        // Whoever comes next on that connection commits nothing but its own.
        await Promise.all(Array.from({ length: 8 }, () => pay([{ to: 'till', amount: 0 }])))
        assert.deepEqual(await shop.balances(), { till: 100 })
      }
    })

    test('very much may wait', async () => {
      await using shop = await aTill()
      const opens = Array.from({ length: 30 }, (_, at) =>
        anAccount(`n${at}`, { words: 'x'.repeat(100_000) }),
      )
      const seen = await shop.till.write.payLater({ to: 'n7', amounts: [1], opens })
      assert.deepEqual(seen, { balance: 101, count: 30 })
    })

    test('sums, counts and answers to a question are numbers', async () => {
      await using shop = await aTill()
      await shop.till.write.openMany([
        anAccount('a', { balance: 9_000_000_000_000 }),
        anAccount('b', { balance: 1 }),
      ])
      const sum = 9_000_000_000_001
      assert.deepEqual(await shop.till.read.sums(null), {
        ...{ sum, count: 2, mean: sum / 2, isAnyFull: 1, isWordless: 1, sumByKysely: sum },
        joined: 'one-2',
      })
    })
  })

  suite(`Statements over ${name}`, () => {
    test('tell for each row how many they changed, also where nothing is different then', async () => {
      await using shop = await aTill()
      const { openMany, pay, close, openIfAbsent } = shop.till.write
      await openMany([anAccount('a'), anAccount('b', { balance: 1 })])
      const payments = [
        ...[
          { to: 'a', amount: -100 },
          { to: 'b', amount: -2 },
          { to: 'nobody', amount: 5 },
        ],
        ...[
          { to: 'b', amount: 0 },
          { to: 'b', amount: 4 },
        ],
      ]
      assert.deepEqual(await pay(payments), [1, 0, 0, 1, 1])
      assert.deepEqual(await pay([{ to: 'b', amount: -6 }]), [0])
      assert.deepEqual(await pay([]), [])
      assert.deepEqual(await shop.balances(), { a: 0, b: 5 })
      assert.deepEqual(await openIfAbsent(['a', 'c', 'c', 'd']), [0, 1, 0, 1])
      assert.deepEqual(await close(['c', 'nobody', 'a', 'a']), [1, 0, 1, 0])
      assert.deepEqual(await shop.balances(), { b: 5, d: 100 })
    })

    test('for thousands of rows are done for each', async () => {
      await using shop = await aTill()
      const ids = Array.from({ length: 3_000 }, (_, at) => `n${`${at}`.padStart(5, '0')}`)
      const { openMany, pay } = shop.till.write
      assert.equal((await openMany(ids.map(id => anAccount(id)))).length, ids.length)
      const changed = await pay(ids.map((to, at) => ({ to, amount: at % 2 === 0 ? -100 : -101 })))
      assert.deepEqual(
        changed,
        ids.map((_, at) => (at % 2 === 0 ? 1 : 0)),
      )
      const balances = Object.values(await shop.balances())
      assert.equal(
        balances.reduce((sum, balance) => sum + balance, 0),
        150_000,
      )
    })

    test('of many rows, where one breaks a rule, none is written', async () => {
      await using shop = await aTill()
      const { openMany, overdraw } = shop.till.write
      await openMany([anAccount('a')])
      await assert.rejects(openMany([anAccount('b'), anAccount('a')]), ConstraintViolated)
      await assert.rejects(openMany([anAccount('c'), anAccount('d', { balance: -1 })]), {
        name: 'ConstraintViolated',
      })
      await assert.rejects(overdraw('a'), ConstraintViolated)
      assert.deepEqual(await shop.balances(), { a: 100 })
    })
  })

  suite(`Many at once over ${name}`, () => {
    test('a guard lets through what there is, and not one more', async () => {
      await using shop = await aTill()
      await shop.till.write.openMany([anAccount('a', { balance: 30 })])
      const buyers = Array.from({ length: 100 }, () =>
        shop.till.write.pay([{ to: 'a', amount: -1 }]),
      )
      const taken = (await Promise.all(buyers)).flat()
      assert.equal(taken.filter(count => count === 1).length, 30)
      assert.deepEqual(await shop.balances(), { a: 0 })
    })

    test('those that cross each other all come through, and nothing is lost', async () => {
      await using shop = await aTill()
      const { openMany, move, moveCarelessly } = shop.till.write
      await openMany([anAccount('a'), anAccount('b')])
      const moves = Array.from({ length: 60 }, (_, at) =>
        at % 2 === 0 ? move({ from: 'a', to: 'b' }) : moveCarelessly({ from: 'b', to: 'a' }),
      )
      for (const moved of await Promise.all(moves)) assert.deepEqual(moved, { taken: 1, given: 1 })
      assert.deepEqual(await shop.balances(), { a: 100, b: 100 })
    })

    test('the same key is made by one of them, and the others see that it is there', async () => {
      await using shop = await aTill()
      for (const round of ['first', 'second', 'third', 'fourth']) {
        const asked = Array.from({ length: 20 }, () => shop.till.write.openIfAbsent([round]))
        const made = (await Promise.all(asked)).flat()
        assert.equal(made.filter(count => count === 1).length, 1)
      }
      assert.equal((await shop.list()).length, 4)
    })
  })
}
