import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { startCluster } from '#tests/shop/a-cluster.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'

test('what a process that stood still reads late takes no unit from others: its buyer heard that all are sold', async () => {
  await using cluster = await startCluster({ stocks: 2 })
  await withWhatItSaid(cluster, async () => {
    const [first, second, third] = [
      await cluster.signUp(),
      await cluster.signUp(),
      await cluster.signUp(),
    ]
    const stocks = ['stock 1', 'stock 2'].map(cluster.part)
    // The gateway asks one of them first, and which of them is not known.
    for (const frozen of stocks) {
      const drop = await cluster.makeDrop({ units: 1 })
      const reserve = (as: typeof first, key: string) =>
        cluster.call(`POST /api/drops/${drop.dropId}/reservations`, {
          ...{ as, key, body: { quantity: 1 } },
        })
      const held = await reserve(first, randomUUID())
      assert.equal(held.status, 201)
      frozen.pause()
      const key = randomUUID()
      const told = await eventually('an answer', async () => {
        const answer = await reserve(second, key)
        return answer.status !== 503 && answer
      })
      assert.equal(told.code, 'sold_out')
      const { reservationId } = held.body as { reservationId: string }
      await eventually('a unit that came back', async () => {
        const { status } = await cluster.call(`DELETE /api/reservations/${reservationId}`, {
          as: first,
        })
        return status === 204
      })
      frozen.resume()
      await cluster.whole()
      const next = await eventually('another answer', async () => {
        const answer = await reserve(third, randomUUID())
        return answer.status !== 503 && answer
      })
      assert.equal(next.status, 201, 'whoever comes next gets it')
    }
  })
})
