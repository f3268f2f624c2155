import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import fc from 'fast-check'
import type { ToyStore } from '#platform/database/a-toy.ts'
import { ConstraintViolated } from '#platform/database/database.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { heard } from './a-shop-of-toys.ts'
import type { ArrivedEvent } from './event-message.ts'

const toyStore = import.meta.resolve('#platform/database/a-toy-store.ts')

async function anInbox() {
  const clock = virtualClock()
  const databases = await someDatabases(clock)
  const database = await databases.open<ToyStore>('orders', toyStore)
  const consume = (...events: readonly ArrivedEvent[]) =>
    database.events.consumeOnce({ source: 'stock', events })
  return {
    ...{ clock, database, consume },
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}

const anEvent = (id: string, text = id): ArrivedEvent => ({
  ...{ id: `stock:${id}`, type: 'note.written', source: 'stock', subject: `s${id}`, version: 1 },
  ...{ timeMs: 1, data: JSON.stringify({ text }) },
})

suite('The inbox of a log that may bring an event twice', () => {
  test('an event is applied once, whatever is brought again, with what, and how often', async () => {
    const events = Array.from({ length: 40 }, (_, at) =>
      anEvent(`${1 + (at >> 2)}.${1 + (at % 4)}`),
    )
    const anEventOfThese = fc.integer({ min: 0, max: events.length - 1 })
    const deliveries = fc.array(fc.array(anEventOfThese, { maxLength: 15 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(deliveries, async delivered => {
        await using inbox = await anInbox()
        const seen = new Set<number>()
        for (const delivery of delivered) {
          const fresh = new Set(delivery).difference(seen)
          const taken = await inbox.consume(...delivery.flatMap(at => events[at] ?? []))
          assert.equal(taken.fresh, fresh.size)
          for (const at of fresh) seen.add(at)
        }
        const expected = [...seen].map(at => `${events[at]?.id.slice(6)}#${events[at]?.id}`)
        assert.deepEqual(await heard(inbox.database), expected)
      }),
      { numRuns: 25 },
    )
  })

  test('of many who apply the same at once, each event has one', async () => {
    await using inbox = await anInbox()
    const events = Array.from({ length: 60 }, (_, at) => anEvent(`${at + 1}`))
    /** As a consumer does whose transaction met another's: from the start. */
    async function applyAll(): Promise<void> {
      for (let from = 0; from < events.length; from += 20) {
        const batch = events.slice(from, from + 20)
        for (;;) {
          try {
            await inbox.consume(...batch)
            break
          } catch (error) {
            if (!(error instanceof ConstraintViolated)) throw error
          }
        }
      }
    }
    await Promise.all(Array.from({ length: 4 }, applyAll))
    assert.deepEqual(
      await heard(inbox.database),
      events.map(({ id }) => `${id.slice(6)}#${id}`),
    )
  })

  test('nothing is taken where one of a batch fails', async () => {
    await using inbox = await anInbox()
    await assert.rejects(inbox.consume(anEvent('1'), anEvent('2', 'poison')), /nobody can take/)
    assert.equal((await inbox.consume(anEvent('1'))).fresh, 1)
    assert.deepEqual(await heard(inbox.database), ['1#stock:1'])
  })

  test('an event is buried once, and not applied after that', async () => {
    await using inbox = await anInbox()
    const burial = { event: anEvent('1'), reason: 'nobody was there' }
    assert.equal(await inbox.database.events.buryOnce(burial), true)
    assert.equal(await inbox.database.events.buryOnce(burial), false)
    assert.equal((await inbox.consume(anEvent('1'))).fresh, 0)
    assert.equal((await inbox.database.events.listDeadLetters({ limit: 10 })).length, 1)
    assert.deepEqual(await heard(inbox.database), [])
  })

  test('what was taken is known until its time is over, of each source for itself', async () => {
    await using inbox = await anInbox()
    await inbox.consume(anEvent('1'))
    inbox.clock.advance(1_000)
    await inbox.consume(anEvent('2'))
    const beforeMs = inbox.clock.nowMs()
    const prune = (source: string) => inbox.database.events.pruneInbox({ source, beforeMs })
    assert.equal(await prune('payments'), 0)
    assert.equal(await prune('stock'), 1)
    assert.equal(await prune('stock'), 0)
    assert.equal((await inbox.consume(anEvent('2'))).fresh, 0)
  })
})

suite('A lease', () => {
  test('is one holder’s until it ends or is let go, by the clock of the database', async () => {
    await using inbox = await anInbox()
    const { claimLease, releaseLease } = inbox.database.events
    const claim = (holder: string) => claimLease({ name: 'relay', holder, forMs: 1_000 })
    const racing = await Promise.all(
      ['a', 'b', 'c'].map(async holder => {
        const isHeld = await claim(holder).catch((error: unknown) => {
          if (error instanceof ConstraintViolated) return false
          throw error
        })
        return isHeld ? [holder] : []
      }),
    )
    const [holder = ''] = racing.flat()
    assert.equal(racing.flat().length, 1)
    inbox.clock.advance(999)
    assert.equal(await claim('another'), false)
    assert.equal(await claim(holder), true, 'it is kept by asking again')
    inbox.clock.advance(999)
    assert.equal(await claim('another'), false)
    inbox.clock.advance(1)
    assert.equal(await claim('another'), true)
    assert.equal(await claim(holder), false)
    await releaseLease({ name: 'relay', holder })
    assert.equal(await claim(holder), false, 'nobody lets go what another holds')
    await releaseLease({ name: 'relay', holder: 'another' })
    assert.equal(await claim(holder), true)
    assert.equal(await claimLease({ name: 'other', holder: 'x', forMs: 1 }), true)
  })
})
