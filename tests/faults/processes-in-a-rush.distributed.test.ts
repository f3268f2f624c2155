import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, startCluster } from '#tests/shop/a-cluster.ts'
import type { Part } from '#tests/shop/a-part.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { withWhatItSaid } from '#tests/shop/with-what-it-said.ts'
import { aCrowd, aDropOf, type Member, type Rush, rush } from './a-rush.ts'
import type { KillPoint } from './dying-databases.ts'
import { assertRush } from './rush-invariants.ts'

const BUYERS = 240
const UNITS = 150

/** A process whose clock is so many minutes ahead, or behind: set by hand, or to another zone. */
const clockOff = (minutes: number) => ({
  NODE_OPTIONS: `--import=${join(import.meta.dirname, 'clock-off.ts')}?ms=${minutes * 60_000}`,
})
const clocks = {
  'stock 1': clockOff(5),
  'stock 2': clockOff(-300),
  orders: clockOff(300),
  members: clockOff(-5),
  'gateway 2': clockOff(5),
}

suite('A rush at seven processes, no two of one clock, sells each unit once and keeps its word, though', () => {
  let cluster: Cluster
  let crowd: readonly Member[]
  before(async () => {
    cluster = await startCluster({ gateways: 2, stocks: 3, own: clocks })
    crowd = await aCrowd(cluster, BUYERS)
  })
  after(() => cluster?.[Symbol.asyncDispose]())

  const stocks = () => cluster.parts.filter(({ name }) => name.startsWith('stock'))

  /** A rush in the middle of which something happens; judged by the rows. */
  async function rushWhile(happens: () => Promise<unknown>): Promise<Rush> {
    const drop = await aDropOf(cluster, UNITS)
    const result = await rush(cluster, drop, crowd, { overMs: 2_000, happens })
    await assertRush(cluster, result)
    return result
  }

  /** Starts these processes again, each with a signal that it will send itself at a point. */
  async function toBeStruck(
    signal: NodeJS.Signals,
    points: readonly (readonly [Part, KillPoint, ...string[]])[],
  ): Promise<void> {
    const program = 'tests/faults/shop-to-be-killed.ts'
    const starting = points.map(async ([part, point, ...parts]) => {
      await part.stop()
      await part.start({ program, line: [signal, point, ...parts] })
    })
    await Promise.all(starting)
  }

  const promises: Readonly<Record<string, () => Promise<unknown>>> = {
    async 'nothing happens: one time for all'() {
      const { seen } = await rushWhile(async () => undefined)
      assert.deepEqual([...seen.keys()].sort(), ['200', '201', '409 sold_out'])
      for (let door = 0; door < 2; door++) {
        const { body } = await cluster.atAnyDoor('GET /api/time')
        const { serverTimeMs } = body as { serverTimeMs: number }
        assert.ok(Math.abs(serverTimeMs - Date.now()) < 2_000)
      }
      const drop = await cluster.makeDrop({ holdMs: 60_000 })
      const { reserved } = await cluster.buy(await cluster.signUp(), drop)
      assert.ok(Math.abs(reserved.expiresAtMs - 60_000 - Date.now()) < 20_000)
    },

    async 'those of stock stand still one after the other, each with a batch in its hands, until all do'() {
      const [one, two, three] = stocks() as [Part, Part, Part]
      await toBeStruck('SIGSTOP', [
        [one, 'before stock.reserveUnits', 'stock'],
        [two, 'after stock.reserveUnits', 'stock'],
        [three, 'before stock.reserveUnits', 'stock'],
      ])
      await rushWhile(async () => {
        for (const part of stocks()) part.signal('SIGUSR2')
        // Whoever went on would sell what is left, and the last would have nothing in its hands.
        for (const part of stocks()) {
          await eventually(`${part.name} frozen`, () => /struck\n$/.test(part.output()), 60_000)
        }
        await sleep(3_000)
        for (const part of stocks()) part.resume()
      })
    },

    async 'those who consume die after their transaction, before the log knows of it'() {
      const [orders, members] = [cluster.part('orders'), cluster.part('members')]
      await toBeStruck('SIGKILL', [
        ...stocks().map(part => [part, 'after stock.consume', 'stock'] as const),
        [orders, 'after orders.consume', 'orders', 'payments'],
        [members, 'after notifications.consume', 'members', 'catalog', 'notifications'],
      ])
      await rushWhile(() =>
        Promise.all(
          [...stocks(), orders, members].map(async part => {
            part.signal('SIGUSR2')
            assert.equal((await part.ended()).signal, 'SIGKILL')
            await part.start()
          }),
        ),
      )
    },

    async 'each is killed in its turn, and started again'() {
      await rushWhile(async () => {
        for (const part of cluster.parts) {
          await part.kill()
          await part.start()
        }
      })
    },

    async 'each is restarted in its turn, and nobody sees more of it than to try again'() {
      const { seen } = await rushWhile(async () => {
        for (const part of cluster.parts) {
          assert.deepEqual(await part.stop(), { code: 0, signal: null }, part.name)
          await part.start()
          // As a supervisor does: the next goes when the others have found this one.
          await cluster.whole()
        }
      })
      // A connection that was kept may be closed at the moment at which it is used again: who is done
      // asks about as often as a gateway that leaves goes on to say that connections end.
      const unanswered = [...seen].filter(([what]) => what.startsWith('no answer'))
      const times = unanswered.reduce((sum, [, count]) => sum + count, 0)
      const all = seen.values().reduce((sum, count) => sum + count, 0)
      assert.ok(times <= all / 200, `who is let in is answered: ${JSON.stringify([...seen])}`)
    },
  }
  for (const [name, promise] of Object.entries(promises)) {
    test(name, async () => {
      await withWhatItSaid(cluster, promise)
    })
  }
})
