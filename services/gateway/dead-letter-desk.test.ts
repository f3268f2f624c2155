import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import type { KeptDeadLetter } from '#contracts/dead-letters.ts'
import { isRefusal, Problem, refuse } from '#contracts/problems.ts'
import { silentLog } from '#platform/measures/log.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { deadLetterDesk, type Keeper } from './dead-letter-desk.ts'

const aLetter = (number: number, more: Partial<KeptDeadLetter> = {}): KeptDeadLetter => ({
  ...{ number, firstNumber: number, source: 'stock', type: 'stock.committed', subject: 's' },
  ...{ version: 2, eventId: `stock:${number}`, announcedAtMs: 1, data: '{}' },
  ...{ reason: 'it broke', buriedAtMs: 2, ...more },
})

/** A service that keeps these letters; null where it is gone. */
function aKeeper(letters: readonly KeptDeadLetter[] | null): Keeper {
  const known = (number: number) => letters?.some(letter => letter.number === number)
  const beThere = () => {
    if (letters === null) throw new Problem('try_again')
  }
  return {
    async listDeadLetters({ after, limit }) {
      beThere()
      return { items: (letters ?? []).filter(({ number }) => number > after).slice(0, limit) }
    },
    async redriveDeadLetter({ number }) {
      beThere()
      if (!known(number)) return refuse('not_found')
      return { applied: 1, stoppedAt: number + 1, reason: 'it broke again' }
    },
    async dropDeadLetter({ number }) {
      beThere()
      return known(number) ? null : refuse('not_found')
    },
  }
}

const aDesk = (keepers: Readonly<Record<string, Keeper>>) =>
  deadLetterDesk({ keepers, log: silentLog })

async function pageOf(
  desk: ReturnType<typeof aDesk>,
  input: { cursor?: string; limit?: number } = {},
) {
  const answer = await desk.listDeadLetters(input, fromService)
  assert.ok(!isRefusal(answer))
  const ids = answer.items.map(({ deadLetterId }) => deadLetterId)
  return { ...answer, ids }
}

suite('The dead letters of all services', () => {
  test('are one list, page by page, each with an id that names its service', async () => {
    const desk = aDesk({
      payments: aKeeper([aLetter(3)]),
      orders: aKeeper([aLetter(2), aLetter(17, { firstNumber: 2 }), aLetter(18)]),
      stock: aKeeper([]),
    })
    const all = await pageOf(desk)
    assert.deepEqual(all.ids, ['orders:2', 'orders:17', 'orders:18', 'payments:3'])
    assert.equal(all.nextCursor, null)
    assert.deepEqual(all.items[1], {
      ...{ deadLetterId: 'orders:17', service: 'orders', behind: 'orders:2', source: 'stock' },
      ...{ type: 'stock.committed', subject: 's', version: 2, eventId: 'stock:17' },
      ...{ announcedAtMs: 1, data: '{}', reason: 'it broke', buriedAtMs: 2 },
    })
    assert.equal(all.items[0]?.behind, null)
    for (const limit of [1, 2, 3, 4]) {
      const ids: string[] = []
      let cursor: string | null | undefined
      do {
        const page = await pageOf(desk, { limit, ...(cursor && { cursor }) })
        ids.push(...page.ids)
        cursor = page.nextCursor
      } while (cursor !== null)
      assert.deepEqual(ids, all.ids)
    }
    assert.deepEqual(await desk.listDeadLetters({ cursor: 'bm9uZQ' }, fromService), {
      refused: 'invalid_request',
      details: { errors: [{ path: 'cursor', message: 'is no cursor of this list' }] },
    })
  })

  test('of a service that cannot be asked are missed by name, and hide no others', async () => {
    const desk = aDesk({ orders: aKeeper(null), payments: aKeeper([aLetter(3)]) })
    const { ids, unreachable } = await pageOf(desk)
    assert.deepEqual([ids, unreachable], [['payments:3'], ['orders']])
    const redriven = desk.redriveDeadLetter({ deadLetterId: 'orders:1' }, fromService)
    await assert.rejects(redriven, new Problem('try_again'))
  })

  test('are sent again and taken away by the service that keeps them', async () => {
    const desk = aDesk({ orders: aKeeper([aLetter(2)]), stock: aKeeper([aLetter(5)]) })
    const redrive = (deadLetterId: string) => desk.redriveDeadLetter({ deadLetterId }, fromService)
    const drop = (deadLetterId: string) => desk.dropDeadLetter({ deadLetterId }, fromService)
    assert.deepEqual(await redrive('orders:2'), {
      ...{ applied: 1, stoppedAt: 'orders:3', reason: 'it broke again' },
    })
    assert.equal(await drop('stock:5'), null)
    const unknown = ['orders:5', 'stock:2', 'catalog:2', 'constructor:1', 'toString:1']
    for (const id of unknown) {
      assert.deepEqual(await redrive(id), { refused: 'not_found' }, id)
      assert.deepEqual(await drop(id), { refused: 'not_found' }, id)
    }
  })
})
