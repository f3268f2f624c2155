import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { KeptDeadLetter } from '#contracts/dead-letters.ts'
import { isRefusal } from '#contracts/problems.ts'
import type { SomeDatabases } from '#platform/database/databases-under-test.ts'
import { silentLog } from '#platform/measures/log.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Clock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { applyArrived } from './apply-arrived.ts'
import { deadLetterCalls } from './dead-letter-calls.ts'
import type { ArrivedMessage } from './event-message.ts'
import { messageOf } from './event-message.ts'

type ToyStore = typeof import('#platform/database/a-toy-store.ts')
const module = import.meta.resolve('#platform/database/a-toy-store.ts')
const PARKED = 'An earlier event of this subject is a dead letter.'

/** What a service does with its dead letters, whatever the engine of its database. */
export function deadLettersContract(
  name: string,
  someDatabases: (clock: Clock) => Promise<SomeDatabases>,
): void {
  /** A consumer that `stock` told these: subject and text, in their order. */
  async function aConsumerThatHeard(...told: readonly (readonly [string, string])[]) {
    const clock = virtualClock(5_000)
    const databases = await someDatabases(clock)
    const database = await databases.open<ToyStore>('toy', module)
    const results: unknown[] = []
    const afterwards = (result: unknown) => {
      if (result !== undefined) results.push(result)
    }
    const subscription = { sources: ['stock'], afterwards }
    const stop = new AbortController().signal
    let count = 0
    async function hear(...events: typeof told): Promise<void> {
      const messages = events.map(([subject, text]) => aMessage(++count, subject, text))
      await applyArrived({ log: silentLog, stop }, { database, subscription }, 'stock', messages)
    }
    await hear(...told)
    const desk = deadLetterCalls({ database, subscription, log: silentLog })
    async function letters(after = 0, limit = 100): Promise<readonly KeptDeadLetter[]> {
      const answer = await desk.listDeadLetters({ after, limit }, fromService)
      assert.ok(!isRefusal(answer))
      return answer.items
    }

    return {
      hear,
      results,
      cure: () => database.write.write({ id: 'antidote' }),
      heard: async () =>
        (await database.read.list(null)).filter(note => note !== 'antidote').toSorted(),
      letters,
      numbers: async () => (await letters(0, 300)).map(({ number }) => number),
      redrive: (number = 0) => desk.redriveDeadLetter({ number }, fromService),
      drop: (number = 0) => desk.dropDeadLetter({ number }, fromService),
      [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
    }
  }

  /** Subject, reason, and which of these is the first of the subject: numbers may have gaps. */
  const toldBy = (letters: readonly KeptDeadLetter[]) =>
    letters.map(({ subject, reason, firstNumber }) => [
      ...[subject, reason],
      letters.findIndex(({ number }) => number === firstNumber),
    ])

  suite(`Dead letters over ${name}`, () => {
    test('each tells what it is, why it lies there and what lies before it', async () => {
      await using shop = await aConsumerThatHeard(
        ...([
          ['a', 'poison'],
          ['b', 'well'],
          ['a', 'well'],
          ['c', 'poison'],
        ] as const),
      )
      const letters = await shop.letters()
      assert.deepEqual(toldBy(letters), [
        ['a', 'nobody can take this', 0],
        ['a', PARKED, 0],
        ['c', 'nobody can take this', 2],
      ])
      const [{ number = 0 } = {}] = letters
      assert.deepEqual(letters[0], {
        ...{ number, firstNumber: number, source: 'stock', type: 'note.written', subject: 'a' },
        ...{ version: 1, eventId: 'stock:1', announcedAtMs: 1_001, data: '{"text":"poison"}' },
        ...{ reason: 'nobody can take this', buriedAtMs: 5_000 },
      })
      assert.deepEqual(await shop.letters(number, 1), [letters[1]])
      assert.deepEqual(await shop.heard(), ['well#stock:2'])
    })

    test('one that is cured is applied with all that waited behind it, once and in order, and is told', async () => {
      await using shop = await aConsumerThatHeard(['a', 'poison'], ['a', 'well'], ['c', 'poison'])
      await shop.cure()
      const [one] = await shop.numbers()
      assert.deepEqual(await shop.redrive(one), { applied: 2, stoppedAt: null, reason: null })
      assert.deepEqual(shop.results, [['stock:1'], ['stock:2']])
      assert.deepEqual(toldBy(await shop.letters()), [['c', 'nobody can take this', 0]])
      await shop.hear(['a', 'later'])
      assert.deepEqual(await shop.heard(), ['later#stock:4', 'poison#stock:1', 'well#stock:2'])
      assert.deepEqual(await shop.redrive(one), { refused: 'not_found' })
    })

    test('one that fails again stays, and those behind it; the reason is the latest', async () => {
      await using shop = await aConsumerThatHeard(['a', 'poison'], ['a', 'well'], ['a', 'poison'])
      const reason = 'nobody can take this'
      const [one, two, three] = await shop.numbers()
      assert.deepEqual(await shop.redrive(one), { applied: 0, stoppedAt: one, reason })
      await shop.drop(one)
      assert.deepEqual(toldBy(await shop.letters()), [
        ['a', PARKED, 0],
        ['a', PARKED, 0],
      ])
      assert.deepEqual(await shop.redrive(two), { applied: 1, stoppedAt: three, reason })
      assert.deepEqual(toldBy(await shop.letters()), [['a', reason, 0]])
      assert.deepEqual(await shop.heard(), ['well#stock:2'])
    })

    test('none is applied before an earlier one of its subject', async () => {
      await using shop = await aConsumerThatHeard(['a', 'poison'], ['a', 'well'])
      const [one, two] = await shop.numbers()
      assert.deepEqual(await shop.redrive(two), {
        refused: 'illegal_transition',
        details: {
          detail: `An earlier one of its subject has to be applied before it: toy:${one}.`,
        },
      })
      assert.equal((await shop.letters()).length, 2)
      assert.deepEqual(await shop.heard(), [])
    })

    test('one that is taken away is gone, and is not heard of again', async () => {
      await using shop = await aConsumerThatHeard(['a', 'poison'])
      const [one] = await shop.numbers()
      assert.equal(await shop.drop(one), null)
      assert.deepEqual(await shop.drop(one), { refused: 'not_found' })
      assert.deepEqual(await shop.letters(), [])
      await shop.hear(['a', 'well'])
      assert.deepEqual(await shop.heard(), ['well#stock:2'])
    })

    test('of many who send the same ones again at once, each letter is applied once', async () => {
      await using shop = await aConsumerThatHeard(
        ['a', 'poison'],
        ...Array.from({ length: 9 }, (_, at) => ['a', `t${at}`] as const),
      )
      await shop.cure()
      const [one] = await shop.numbers()
      await Promise.all(Array.from({ length: 5 }, () => shop.redrive(one)))
      assert.equal((await shop.heard()).length, 10)
      assert.deepEqual(await shop.letters(), [])
    })

    test('nothing stays behind of a subject that is sent again while more of it comes', async () => {
      await using shop = await aConsumerThatHeard(['a', 'poison'])
      await shop.cure()
      const [one] = await shop.numbers()
      const texts = Array.from({ length: 30 }, (_, at) => `t${at}`)
      async function hearOn(): Promise<void> {
        for (const text of texts) await shop.hear(['a', text])
      }
      await Promise.all([hearOn(), shop.redrive(one)])
      assert.deepEqual(await shop.letters(), [])
      assert.deepEqual(await shop.heard(), [...texts, 'poison'].map(noteOf).toSorted())
    })

    test('so many lie there that one call does not end with them: it says where to go on', async () => {
      await using shop = await aConsumerThatHeard(
        ['a', 'poison'],
        ...Array.from({ length: 204 }, (_, at) => ['a', `t${at}`] as const),
      )
      await shop.cure()
      const numbers = await shop.numbers()
      const [one, next] = [numbers[0], numbers[200]]
      assert.deepEqual(await shop.redrive(one), { applied: 200, stoppedAt: next, reason: null })
      assert.deepEqual(await shop.redrive(next), { applied: 5, stoppedAt: null, reason: null })
    })
  })
}

/** What is heard of one subject, whose first event is poison. */
const noteOf = (text: string): string =>
  text === 'poison' ? `${text}#stock:1` : `${text}#stock:${Number(text.slice(1)) + 2}`

function aMessage(number: number, subject: string, text: string): ArrivedMessage {
  const message = messageOf({
    ...{ id: `stock:${number}`, type: 'note.written', source: 'stock', subject, version: 1 },
    ...{ timeMs: 1_000 + number, data: JSON.stringify({ text }) },
  })
  const headers = new Map([...message.headers].map(([key, value]) => [`${key}`, `${value}`]))
  return {
    ...{ key: subject, value: `${message.value}`, headers },
    ...{ topic: 'firstcome.stock', partition: 0, offset: BigInt(number) },
  }
}
