import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { someToys, type ToyDatabase } from './a-toy.ts'
import { ConstraintViolated, DatabaseUnavailable, DatabaseUnusable } from './database.ts'
import { virtualClock } from './virtual-clock.ts'

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

suite('Writes', () => {
  test('what was acknowledged is there when the database is opened again', async () => {
    await using toys = await someToys()
    const thread = toys.startThread()
    const database = await toys.open(thread)
    await database.write.write({ id: 'a' })
    await Promise.all(['b', 'c', 'd'].map(id => database.write.write({ id })))
    await thread[Symbol.asyncDispose]()
    const again = await toys.open(toys.startThread())
    assert.deepEqual(await again.read.list(null), ['a', 'b', 'c', 'd'])
  })

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

  test('reads see what is committed, and nothing of a transaction that fell', async () => {
    await using toys = await someToys()
    const database = await toys.open(toys.startThread())
    const { write, writeAndThrow } = database.write
    const [seen] = await settled([
      ...[database.read.list(null), write({ id: 'a' }), writeAndThrow({ id: 'b' })],
      database.read.list(null),
    ])
    assert.deepEqual(seen, [])
    assert.deepEqual(await database.read.list(null), ['a'])
  })

  test('a listener hears of what was announced once it is committed, and of nothing else', async () => {
    await using toys = await someToys()
    const thread = toys.startThread()
    const [database, other] = [await toys.open(thread), await toys.open(thread, 'other')]
    let heard = 0
    database.events.onAnnounced(() => {
      heard += 1
    })
    await database.write.write({ id: 'silent' })
    await other.write.write({ id: 'elsewhere', announces: 1 })
    await settled([database.write.writeAndThrow({ id: 'bad', announces: 1 })])
    assert.equal(heard, 0)
    await database.write.write({ id: 'a', announces: 3 })
    assert.equal(heard, 1)
    assert.equal(await database.events.pruneOutbox({ upTo: 3, beforeMs: 1e15 }), 3)
    await database.write.write({ id: 'b', announces: 1 })
    assert.equal(heard, 2, 'numbers go on after what was pruned')
    const [row] = await database.events.readOutbox({ after: 3, limit: 10 })
    assert.equal(row?.subject, 'b')
  })
})

suite('A database that refuses', () => {
  test('what breaks a rule of the database is told apart, by hand-written SQL and by Kysely', async () => {
    await using toys = await someToys()
    const { read, write } = await toys.open(toys.startThread())
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

  test('a database that is not open refuses, and others in its thread go on', async () => {
    await using toys = await someToys()
    const thread = toys.startThread()
    const [one, other] = [await toys.open(thread, 'one'), await toys.open(thread, 'other')]
    await one[Symbol.asyncDispose]()
    await assert.rejects(one.write.write({ id: 'a' }), /not open/)
    await assert.rejects(one.read.list(null), /not open/)
    assert.equal(await other.write.write({ id: 'b' }), 'b')
    const again = await toys.open(thread, 'one')
    assert.deepEqual(await again.read.list(null), [])
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

suite('Opening a database', () => {
  test('a folder of a newer release is refused with what to do, and is left as it was', async () => {
    await using toys = await someToys()
    const [old, recent] = [toys.startThread(), toys.startThread()]
    const first = await toys.open(old)
    await first.write.write({ id: 'a' })
    const newer = await toys.open(recent, 'toy', { module: 'newer' })
    await newer.write.write({ id: 'b' })
    await newer[Symbol.asyncDispose]()
    await assert.rejects(toys.open(toys.startThread()), (error: Error) => {
      assert.ok(error instanceof DatabaseUnusable)
      assert.match(error.message, /toy database has schema 2, this program knows 1 only/)
      return true
    })
    const again = await toys.open(recent, 'toy', { module: 'newer' })
    assert.deepEqual(await again.read.list(null), ['a', 'b'])
  })

  test('a step that fails leaves nothing half done, and the thread can open it rightly then', async () => {
    await using toys = await someToys()
    const thread = toys.startThread()
    await (await toys.open(thread))[Symbol.asyncDispose]()
    await assert.rejects(toys.open(thread, 'toy', { module: 'broken' }), /already exists/)
    await assert.rejects(toys.open(thread, 'toy', { module: 'broken' }), /already exists/)
    const newer = await toys.open(thread, 'toy', { module: 'newer' })
    assert.equal(await newer.write.write({ id: 'a' }), 'a')
  })

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

  test('a store finds its settings and the clock that was moved outside', async () => {
    const clock = virtualClock(1_000)
    await using toys = await someToys({ clock })
    const settings = { greeting: '안녕' }
    const database = await toys.open(toys.startThread(), 'toy', { settings })
    assert.deepEqual(await database.read.readSettings(null), settings)
    assert.equal(await database.read.readTime(null), 1_000)
    clock.advance(234)
    assert.equal(await database.read.readTime(null), 1_234)
  })
})

test('killed with −9 in the middle of writing, it keeps every note that was acknowledged, and whole', async () => {
  await using toys = await someToys()
  const acknowledged: string[] = []
  for (const word of ['first', 'second', 'third']) {
    const script = import.meta.resolve('./a-writer-to-kill.ts').replace('file://', '')
    const line = ['--disable-warning=ExperimentalWarning', script, toys.folder, word]
    const child = spawn(process.execPath, line, { stdio: ['ignore', 'pipe', 'inherit'] })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.length > 4_000) child.kill('SIGKILL')
    })
    const [, signal] = await once(child, 'close')
    assert.equal(signal, 'SIGKILL')
    acknowledged.push(...output.split('\n').slice(0, -1))
    const thread = toys.startThread()
    const database = await toys.open(thread)
    const kept = new Set(await database.read.list(null))
    assert.deepEqual(
      acknowledged.filter(id => !kept.has(id)),
      [],
    )
    assert.equal(await database.read.countHalves(null), 0)
    const announced = await database.events.readOutbox({ after: 0, limit: 100_000 })
    assert.deepEqual(new Set(announced.map(row => row.subject)), kept)
    await thread[Symbol.asyncDispose]()
  }
  assert.ok(acknowledged.length > 900)
})
