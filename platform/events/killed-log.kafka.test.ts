import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import type { ToyDatabase, ToyStore } from '#platform/database/a-toy.ts'
import { someMysqlDatabases } from '#platform/database/databases-under-test.ts'
import { connectTo, serverOf } from '#platform/database/mysql-server.ts'
import { heard } from './a-shop-of-toys.ts'
import { kafkaUnderTest } from './kafka-under-test.ts'

const program = `${import.meta.dirname}/a-log-to-kill.ts`
const toyStore = import.meta.resolve('#platform/database/a-toy-store.ts')
const patience = { timeout: 120_000 }
/** Each waits for leases and sessions to end, and has all to itself. */
const together = { concurrency: 4 }

/** Schemas of toys in MySQL, and processes that bring events from one to the other over Kafka. */
async function aPlace() {
  await using opened = new AsyncDisposableStack()
  const kafka = opened.use(kafkaUnderTest())
  const databases = opened.use(await someMysqlDatabases())
  const stock = await databases.open<ToyStore>('stock', toyStore)
  const orders = await databases.open<ToyStore>('orders', toyStore)

  const children: ChildProcess[] = []
  opened.defer(() => {
    for (const child of children) child.kill('SIGKILL')
  })

  function start(point = '', signal = '') {
    const line = [databases.place, ...kafka.brokers, kafka.prefix, point, signal]
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, ...line],
      {
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    )
    children.push(child)
    const hears = listenTo(child)
    return {
      child,
      reached: () => hears('there'),
      async settled() {
        child.stdin.write('?')
        await hears('settled')
      },
    }
  }

  const all = opened.move()
  const { place } = databases
  return { place, stock, orders, start, [Symbol.asyncDispose]: () => all[Symbol.asyncDispose]() }
}

/** Waits for a word of a process's, each time it says it. */
function listenTo(child: ChildProcess): (word: string) => Promise<void> {
  let said = ''
  let news = Promise.withResolvers<void>()
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
    news.resolve()
  })
  return async word => {
    while (!said.includes(word)) {
      news = Promise.withResolvers<void>()
      await news.promise
    }
    said = said.replace(word, '')
  }
}

const announceMany = (stock: ToyDatabase, name: string, count = 60) =>
  Promise.all(
    Array.from({ length: count }, (_, at) =>
      stock.write.write({ id: `${name}${at}`, announces: 3 }),
    ),
  )

async function eachHeardOnce(orders: ToyDatabase, count: number): Promise<void> {
  const notes = await heard(orders)
  assert.equal(notes.length, count)
  assert.equal(new Set(notes).size, count)
  assert.deepEqual(await orders.events.listDeadLetters({ limit: 1 }), [])
}

suite(
  'Killed at the worst moment, a process of the log loses nothing and doubles nothing',
  together,
  () => {
    for (const [point, what] of [
      ['before stock.forgetSent', 'a relay that has sent, and not noted it'],
      ['after stock.readAnnounced', 'a relay that has read, and not sent'],
      ['before orders.consumeOnce', 'a consumer that has a batch, and has not applied it'],
      ['after orders.consumeOnce', 'a consumer that has applied it, and not told Kafka'],
    ] as const) {
      test(what, patience, async () => {
        await using place = await aPlace()
        await announceMany(place.stock, 'a')
        const doomed = place.start(point, 'SIGKILL')
        await once(doomed.child, 'exit')
        assert.equal(doomed.child.signalCode, 'SIGKILL', 'it came to that point')
        await announceMany(place.stock, 'b')
        const next = place.start()
        await next.settled()
        await eachHeardOnce(place.orders, 360)
      })
    }
  },
)

suite(
  'A process that stands still while others go on does no harm when it wakes up',
  together,
  () => {
    for (const [point, what] of [
      ['before stock.forgetSent', 'a relay that has sent, and lost its lease'],
      ['after stock.readAnnounced', 'a relay that sends what others have sent long ago'],
      ['before orders.consumeOnce', 'a consumer with a batch of partitions that others have now'],
      ['after orders.consumeOnce', 'a consumer that tells Kafka a place which is long passed'],
    ] as const) {
      test(what, patience, async () => {
        await using place = await aPlace()
        await announceMany(place.stock, 'a')
        const frozen = place.start(point, 'SIGSTOP')
        await frozen.reached()
        const other = place.start()
        await announceMany(place.stock, 'b')
        await other.settled()
        await eachHeardOnce(place.orders, 360)
        frozen.child.kill('SIGCONT')
        await announceMany(place.stock, 'c')
        await frozen.settled()
        await other.settled()
        await eachHeardOnce(place.orders, 540)
      })
    }
  },
)

test('a fact that commits after later ones is sent all the same', patience, async () => {
  await using place = await aPlace()
  const server = serverOf(place.place, 'stock')
  const connection = await connectTo(server)
  await connection.query(`use ${server.schema}`)
  await connection.beginTransaction()
  // It has its number from here on, and the numbers after it are seen before it is.
  await connection.query(
    `insert into outbox (type, subject, version, time_ms, data)
     values ('note.written', 'late', 1, 1, '{"text": "late"}')`,
  )
  await announceMany(place.stock, 'a')
  const shop = place.start()
  await shop.settled()
  await eachHeardOnce(place.orders, 180)
  await connection.commit()
  await connection.end()
  await shop.settled()
  await eachHeardOnce(place.orders, 181)
  assert.equal((await heard(place.orders)).at(-1), 'late#stock:1')
})
