import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { suite, test } from 'node:test'
import type { Clock } from '#platform/time/clock.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { ConstraintViolated, type Database, DatabaseUnusable } from './database.ts'
import type { SomeDatabases } from './databases-under-test.ts'

type ToyStore = typeof import('./a-toy-store.ts')

const modules = {
  usual: import.meta.resolve('./a-toy-store.ts'),
  newer: import.meta.resolve('./a-newer-toy-store.ts'),
  broken: import.meta.resolve('./a-broken-toy-store.ts'),
}

const outcomes = (promises: readonly Promise<unknown>[]) =>
  Promise.allSettled(promises).then(results =>
    results.map(result => (result.status === 'fulfilled' ? result.value : result.reason.message)),
  )

/** What every database keeps to, whatever the engine; see database-sql.contract.ts for its SQL. */
export function databaseContract(
  name: string,
  someDatabases: (clock: Clock) => Promise<SomeDatabases>,
): void {
  const open = (
    databases: SomeDatabases,
    module: keyof typeof modules = 'usual',
    settings?: unknown,
  ) => databases.open<ToyStore>('toy', modules[module], settings)
  const subjects = async (database: Database<ToyStore>) =>
    (await database.events.readOutbox({ after: 0, limit: 100_000 })).map(row => row.subject)

  suite(`Writes over ${name}`, () => {
    test('what was acknowledged is there when the database is opened again', async () => {
      await using databases = await someDatabases(virtualClock())
      const database = await open(databases)
      await database.write.write({ id: 'a' })
      for (const id of ['b', 'c', 'd']) await database.write.write({ id })
      await database[Symbol.asyncDispose]()
      const again = await open(databases)
      assert.deepEqual(await again.read.list(null), ['a', 'b', 'c', 'd'])
    })

    test('one that throws falls alone, with all that it wrote and announced', async () => {
      await using databases = await someDatabases(virtualClock())
      const database = await open(databases)
      const { write, writeAndThrow } = database.write
      await write({ id: 'taken' })
      const answers = await outcomes([
        ...[write({ id: 'a' }), writeAndThrow({ id: 'b', announces: 2 }), write({ id: 'c' })],
        write({ id: 'd', announces: 1 }),
      ])
      assert.deepEqual(answers, ['a', 'it broke after it had written', 'c', 'd'])
      await assert.rejects(write({ id: 'taken', announces: 1 }), ConstraintViolated)
      assert.deepEqual((await database.read.list(null)).sort(), ['a', 'c', 'd', 'taken'])
      assert.equal(await database.read.countHalves(null), 0)
      assert.deepEqual(await subjects(database), ['d'])
    })

    test('reads see what is committed, and nothing of a transaction that fell', async () => {
      await using databases = await someDatabases(virtualClock())
      const database = await open(databases)
      const { write, writeAndThrow } = database.write
      await outcomes([write({ id: 'a' }), writeAndThrow({ id: 'b' })])
      assert.deepEqual(await database.read.list(null), ['a'])
    })

    test('a listener hears of what was announced once it is committed, and of nothing else', async () => {
      await using databases = await someDatabases(virtualClock())
      const database = await open(databases)
      const other = await databases.open<ToyStore>('other', modules.usual)
      let heard = 0
      database.events.onAnnounced(() => {
        heard += 1
      })
      await database.write.write({ id: 'silent' })
      await other.write.write({ id: 'elsewhere', announces: 1 })
      await outcomes([database.write.writeAndThrow({ id: 'bad', announces: 1 })])
      assert.equal(heard, 0)
      await database.write.write({ id: 'a', announces: 3 })
      assert.equal(heard, 1)
      const [before] = await database.events.readOutbox({ after: 0, limit: 10 })
      const all = { upTo: 1e15, beforeMs: 1e15 }
      assert.ok((await database.events.pruneOutbox(all)) > 0)
      assert.deepEqual(await subjects(database), [])
      await database.write.write({ id: 'b', announces: 1 })
      assert.equal(heard, 2)
      const [after] = await database.events.readOutbox({ after: before?.number ?? 0, limit: 10 })
      assert.equal(after?.subject, 'b', 'numbers go on after what was pruned')
    })

    test('events are applied once, each delivery whole, and where they fail nothing moves', async () => {
      await using databases = await someDatabases(virtualClock())
      const { events, read } = await open(databases)
      const row = (number: number, text: string) => ({
        ...{ number, type: 'note.written', subject: text, version: 1, timeMs: 1 },
        data: JSON.stringify({ text }),
      })
      const deliver = (after: number, ...texts: string[]) =>
        events.consume({
          ...{ source: 'elsewhere', after },
          rows: texts.map((text, at) => row(after + at + 1, text)),
        })
      await deliver(0, 'a', 'b')
      assert.equal(await events.readCursor({ source: 'elsewhere' }), 2)
      await assert.rejects(deliver(0, 'a', 'b'))
      await assert.rejects(deliver(2, 'c', 'poison'))
      assert.equal(await events.readCursor({ source: 'elsewhere' }), 2)
      assert.equal((await read.list(null)).length, 2)
      const { buried } = await events.consumeOrBury({ source: 'elsewhere', row: row(3, 'poison') })
      assert.deepEqual(
        buried.map(({ reason }) => reason),
        ['nobody can take this'],
      )
      await deliver(3, 'd')
      assert.equal((await read.list(null)).length, 3)
      assert.equal((await events.listDeadLetters({ limit: 9 })).length, 1)
    })
  })

  suite(`${name} that refuses`, () => {
    test('what breaks a rule of the database is told apart, by hand-written SQL and by Kysely', async () => {
      await using databases = await someDatabases(virtualClock())
      const { read, write } = await open(databases)
      await write.write({ id: 'a' })
      await assert.rejects(write.write({ id: 'a' }), ConstraintViolated)
      await assert.rejects(write.write({ id: 'b', text: 'forbidden' }), ConstraintViolated)
      await assert.rejects(write.changeByKysely({ id: 'a', text: 'forbidden' }), ConstraintViolated)
      assert.equal(await write.changeByKysely({ id: 'a', text: 'other' }), 1)
      assert.equal(await write.changeByKysely({ id: 'nobody' }), 0)
      await assert.rejects(write.writeAndThrow({ id: 'c' }), (error: Error) => {
        assert.ok(error.stack?.includes('a-toy-store.ts'), 'it tells where it broke')
        return error.constructor === Error
      })
      assert.deepEqual(await read.list(null), ['a'])
    })

    test('a database that is not open refuses, and others go on', async () => {
      await using databases = await someDatabases(virtualClock())
      const [one, other] = [
        await databases.open<ToyStore>('one', modules.usual),
        await databases.open<ToyStore>('other', modules.usual),
      ]
      await one[Symbol.asyncDispose]()
      await assert.rejects(one.write.write({ id: 'a' }), /not open/)
      await assert.rejects(one.read.list(null), /not open/)
      assert.equal(await other.write.write({ id: 'b' }), 'b')
      const again = await databases.open<ToyStore>('one', modules.usual)
      assert.deepEqual(await again.read.list(null), [])
    })
  })

  suite(`Opening ${name}`, () => {
    test('what a newer release wrote is refused with what to do, and is left as it was', async () => {
      await using databases = await someDatabases(virtualClock())
      const first = await open(databases)
      await first.write.write({ id: 'a' })
      await first[Symbol.asyncDispose]()
      const newer = await open(databases, 'newer')
      await newer.write.write({ id: 'b' })
      await newer[Symbol.asyncDispose]()
      await assert.rejects(open(databases), (error: Error) => {
        assert.ok(error instanceof DatabaseUnusable)
        assert.match(error.message, /toy database has schema 2, this program knows 1 only/)
        return true
      })
      const again = await open(databases, 'newer')
      assert.deepEqual(await again.read.list(null), ['a', 'b'])
    })

    test('a step that fails hinders nobody, and it can be opened rightly then', async () => {
      await using databases = await someDatabases(virtualClock())
      await (await open(databases))[Symbol.asyncDispose]()
      await assert.rejects(open(databases, 'broken'), /already exists/)
      await assert.rejects(open(databases, 'broken'), /already exists/)
      const again = await open(databases)
      assert.equal(await again.write.write({ id: 'a' }), 'a')
    })

    test('a store finds its settings and the clock that was moved outside', async () => {
      const clock = virtualClock(1_000)
      await using databases = await someDatabases(clock)
      const settings = { greeting: '안녕' }
      const database = await open(databases, 'usual', settings)
      assert.deepEqual(await database.read.readSettings(null), settings)
      assert.equal(await database.read.readTime(null), 1_000)
      clock.advance(234)
      assert.equal(await database.read.readTime(null), 1_234)
    })
  })

  test(`killed with −9 in the middle of writing to ${name}, every note that was acknowledged is kept, and whole`, async () => {
    await using databases = await someDatabases(virtualClock())
    await (await open(databases))[Symbol.asyncDispose]()
    const acknowledged: string[] = []
    for (const word of ['first', 'second', 'third']) {
      acknowledged.push(...(await writtenUntilKilled(databases.place, word)))
      const database = await open(databases)
      const kept = new Set(await database.read.list(null))
      assert.deepEqual(
        acknowledged.filter(id => !kept.has(id)),
        [],
      )
      assert.equal(await database.read.countHalves(null), 0)
      assert.deepEqual(new Set(await subjects(database)), kept)
      await database[Symbol.asyncDispose]()
    }
    assert.ok(acknowledged.length > 900)
  })
}

async function writtenUntilKilled(place: string, word: string): Promise<string[]> {
  const script = import.meta.resolve('./a-writer-to-kill.ts').replace('file://', '')
  const line = ['--disable-warning=ExperimentalWarning', script, place, word]
  const child = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    if (output.length > 4_000) child.kill('SIGKILL')
  })
  const [, signal] = await once(child, 'close')
  assert.equal(signal, 'SIGKILL')
  return output.split('\n').slice(0, -1)
}
