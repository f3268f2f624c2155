import assert from 'node:assert/strict'
import { chmod, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { systemClock } from '#platform/time/clock.ts'
import { someToys, type ToyDatabase } from './a-toy.ts'
import { databaseContract } from './database.contract.ts'
import { startDatabaseThread } from './database.sqlite.ts'
import { DatabaseDamaged, DatabaseUnavailable, DatabaseUnusable, wasTold } from './database.ts'
import { databaseHealth } from './database-health.ts'
import { databaseSqlContract } from './database-sql.contract.ts'
import { someSqliteDatabases } from './databases-under-test.ts'

databaseContract('SQLite', someSqliteDatabases)
databaseSqlContract('SQLite', someSqliteDatabases)

/** What the operator is told of databases, a line each. */
function aHealth() {
  const told: string[] = []
  const log = {
    error: (fields: { service: string; err: Error }) =>
      void told.push(`error ${fields.service}: ${fields.err.message}`),
    info: () => void told.push('it works again'),
  } as unknown as Parameters<typeof databaseHealth>[0]
  return { told, health: databaseHealth(log) }
}

const settled = (promises: readonly Promise<unknown>[]) =>
  Promise.allSettled(promises).then(results =>
    results.map(result => (result.status === 'fulfilled' ? result.value : result.reason.message)),
  )
const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

/** Writes that wait while another is being written: each is asked in a turn of its own. */
async function whileWriting(database: ToyDatabase, asks: readonly (() => Promise<unknown>)[]) {
  const gate = new SharedArrayBuffer(8)
  const [isLetGo, hasBegun] = [0, 1]
  const cells = new Int32Array(gate)
  const slow = database.write.writeSlowly({ id: 'slow', gate })
  while (Atomics.load(cells, hasBegun) === 0) await turns(1)
  const waiting = []
  for (const ask of asks) {
    waiting.push(ask())
    await turns(2)
  }
  Atomics.store(cells, isLetGo, 1)
  Atomics.notify(cells, isLetGo)
  return settled([slow, ...waiting])
}

suite('Writes in a thread', () => {
  test('one that throws falls alone, with all that it wrote; those that shared its transaction stand', async () => {
    await using toys = await someToys()
    const database = await toys.open(toys.startThread())
    const { write, writeAndThrow } = database.write
    assert.deepEqual(
      await settled([
        ...[write({ id: 'a' }), writeAndThrow({ id: 'b', announces: 2 }), write({ id: 'c' })],
        ...[write({ id: 'a' }), write({ id: 'd', announces: 1 })],
      ]),
      ['a', 'it broke after it had written', 'c', 'UNIQUE constraint failed: note.note_id', 'd'],
    )
    assert.deepEqual(await database.read.list(null), ['a', 'c', 'd'])
    assert.equal(await database.read.countHalves(null), 0)
    const announced = await database.events.readOutbox({ after: 0, limit: 10 })
    assert.deepEqual(
      announced.map(row => row.subject),
      ['d'],
    )
  })

  test('those that wait for a transaction share the next one, and its wait for the disk', async () => {
    await using toys = await someToys()
    const database = await toys.open(toys.startThread())
    const ids = Array.from({ length: 40 }, (_, at) => `n${at}`)
    const { write, writeAndThrow } = database.write
    const answers = await whileWriting(database, [
      ...ids.map(id => () => write({ id })),
      () => writeAndThrow({ id: 'bad' }),
    ])
    assert.deepEqual(answers, ['slow', ...ids, 'it broke after it had written'])
    assert.deepEqual(await database.read.list(null), ['slow', ...ids])
    // What stood in one transaction with the one that threw had to be run again.
    for (const id of ids) assert.ok((await database.read.runsOf(id)) > 1, `${id} went alone`)
    assert.equal(await database.read.runsOf('slow'), 1)
  })

  test('are done in the order in which they were asked', async () => {
    await using toys = await someToys()
    const database = await toys.open(toys.startThread())
    const ids = Array.from({ length: 2_000 }, (_, at) => `n${at}`)
    const written: string[] = []
    await Promise.all(
      ids.map(async (id, at) => {
        written.push(await database.write.write({ id }))
        if (at === 0) assert.ok((await database.read.list(null)).length > 0)
      }),
    )
    assert.deepEqual(written, ids)
    assert.deepEqual(await database.read.list(null), ids)
  })
})

suite('A file that refuses', () => {
  test('a full disk loses nothing that was acknowledged, and is over when there is room', async () => {
    await using toys = await someToys()
    const database = await toys.open(toys.startThread())
    await database.write.write({ id: 'a' })
    await database.write.fillDisk({ pages: 20 })
    const write = (at: number) => database.write.write({ id: `n${at}`, text: 'x'.repeat(190) })
    const taken = ['a']
    const full = async () => {
      for (let at = 0; at < 1_000; at++) taken.push(await write(at))
    }
    await assert.rejects(full(), DatabaseUnavailable)
    assert.deepEqual(await database.read.list(null), taken)
    const many = await Promise.allSettled([write(2_000), write(2_001), write(2_002)])
    assert.ok(many.every(each => each.status === 'rejected'))
    await database.write.fillDisk({ pages: null })
    await write(3_000)
    assert.deepEqual(await database.read.list(null), [...taken, 'n3000'])
  })

  test('a full disk is told to the operator once, and whoever meets it knows that', async () => {
    await using toys = await someToys()
    const { told, health } = aHealth()
    await using thread = startDatabaseThread(systemClock, health)
    const database = await toys.open(thread)
    await database.write.fillDisk({ pages: 1 })
    const errors: unknown[] = []
    for (let at = 0; errors.length < 3; at++) {
      const write = database.write.write({ id: `n${at}`, text: 'x'.repeat(190) })
      await write.catch((error: unknown) => errors.push(error))
    }
    assert.ok(errors.every(wasTold))
    assert.deepEqual(told, ['error toy: database or disk is full'])
    await database.write.fillDisk({ pages: null })
    await database.write.write({ id: 'a' })
    assert.equal(told.length, 1, 'whether it works for good, a minute tells')
  })

  test('a damaged one takes nothing, and the operator is told so once, whoever meets it', async () => {
    await using toys = await someToys()
    const { told, health } = aHealth()
    await using thread = startDatabaseThread(systemClock, health)
    const whole = await toys.open(thread)
    const ids = Array.from({ length: 400 }, (_, at) => `n${at}`)
    await Promise.all(ids.map(id => whole.write.write({ id, text: 'x'.repeat(190), announces: 1 })))
    await whole[Symbol.asyncDispose]()
    await using file = await open(join(toys.folder, 'toy.sqlite'), 'r+')
    const { size } = await file.stat()
    const half = Math.floor(size / 2)
    await file.write(Buffer.alloc(half, 0xff), 0, half, half)
    const database = await toys.open(thread)
    for (const ask of [
      () => database.read.list(null),
      () => database.events.readOutbox({ after: 0, limit: 300 }),
      () => database.read.list(null),
    ]) {
      await assert.rejects(ask, error => error instanceof DatabaseDamaged && wasTold(error))
    }
    assert.deepEqual(told, ['error toy: database disk image is malformed'])
  })

  test('when its thread is gone everybody hears so, now and later', async () => {
    await using toys = await someToys()
    const thread = toys.startThread()
    const database = await toys.open(thread)
    const pending = database.write.write({ id: 'a' })
    const end = thread[Symbol.asyncDispose]()
    await assert.rejects(pending, DatabaseUnavailable)
    await end
    await assert.rejects(database.read.list(null), DatabaseUnavailable)
  })
})

suite('Opening a file', () => {
  test('a file that is no database, or may not be read, is told in words', async () => {
    await using toys = await someToys()
    const thread = toys.startThread()
    await writeFile(join(toys.folder, 'letter.sqlite'), 'Dear Sir or Madam,\n'.repeat(100))
    await assert.rejects(toys.open(thread, 'letter'), (error: Error) => {
      assert.ok(error instanceof DatabaseUnusable, error.message)
      assert.match(error.message, /letter\.sqlite/)
      return true
    })
    await writeFile(join(toys.folder, 'folder.sqlite'), '')
    await chmod(join(toys.folder, 'folder.sqlite'), 0o000)
    const asRoot = process.getuid?.() === 0
    if (!asRoot) await assert.rejects(toys.open(thread, 'folder'), DatabaseUnusable)
    assert.equal(await (await toys.open(thread)).write.write({ id: 'a' }), 'a')
  })
})
