import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { DropStats } from '#contracts/drops.ts'
import { stockStreams } from '#contracts/stock.ts'
import { aStock } from './a-stock.ts'

const stock = await aStock()
after(() => stock.auditAndClose())

/** Whoever looks at the numbers of a drop, and what they were told so far. */
function aLook(dropId: string) {
  const told: DropStats[] = []
  const topic = stockStreams.dropStats.topic({ dropId })
  const stop = stock.live.subscribe(topic, stats => void told.push(stats as DropStats))
  return { told, stop, tell: () => stock.run('stock.tell_stats') }
}

test('whoever watches a drop is told each time that its numbers move, and only then', async () => {
  const drop = await stock.aDrop({ units: 2 })
  const look = aLook(drop.dropId)
  await look.tell()
  const told = async () => {
    const before = look.told.length
    await look.tell()
    return look.told.slice(before).map(({ reserved, sold, reservations, refusals }) => ({
      ...{ reserved, sold, reservations, refusals },
    }))
  }
  assert.deepEqual(await told(), [], 'nothing moved')

  const one = await stock.reserved(drop)
  await stock.reserved(drop)
  const both = { reserved: 2, sold: 0, reservations: { held: 2 }, refusals: {} }
  assert.deepEqual(await told(), [both], 'two moves, one event')

  await stock.press(drop, stock.aMember())
  assert.deepEqual(await told(), [{ ...both, refusals: { sold_out: 1 } }])

  const payment = stock.aPayment(one)
  await stock.pin(payment)
  const reservations = { held: 1, pinned: 1 }
  assert.deepEqual(await told(), [{ ...both, reservations, refusals: { sold_out: 1 } }])
  assert.deepEqual(await told(), [])

  await stock.capture(payment)
  const paid = { reserved: 1, sold: 1, reservations: { held: 1, committed: 1 } }
  assert.deepEqual(await told(), [{ ...paid, refusals: { sold_out: 1 } }])
  look.stop()
})

test('a drop that opens moves its numbers too', async () => {
  const drop = await stock.aDrop({ opensInMs: 5_000 })
  const look = aLook(drop.dropId)
  await look.tell()
  const before = look.told.length
  stock.clock.advance(5_000)
  await stock.run('stock.tell_instants')
  await look.tell()
  assert.deepEqual(
    look.told.slice(before).map(({ drop: { state } }) => state),
    ['open'],
  )
  look.stop()
})
