import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Discovery } from './discovery.ts'

/** A registry with its processes, as the suite moves them. */
export type DiscoveryWorld = AsyncDisposable & {
  /** How often everybody looks. */
  readonly everyMs: number
  /** How one more process sees it. */
  look(): Promise<Discovery>
  /** A process that offers these services at this address. */
  join(services: readonly string[], address: { host: string; port: number }): Promise<Joined>
  /** Nobody can ask the registry any more, until it is mended. */
  cut(): Promise<void>
  mend(): Promise<void>
}

type Joined = {
  leave(): Promise<void>
  /** Without a word. */
  die(): Promise<void>
}

/** Sooner than a person reloads a page twice. */
const SECONDS_MS = 12_000

/** What a process may expect of whatever tells it where the others are. */
export function discoveryContract(name: string, open: () => Promise<DiscoveryWorld>): void {
  const urls = (discovery: Discovery, service: string) =>
    discovery
      .instancesOf(service)
      .map(instance => instance.url)
      .sort()

  async function sees(discovery: Discovery, service: string, expected: readonly string[]) {
    const endMs = performance.now() + SECONDS_MS
    while (urls(discovery, service).join() !== expected.join() && performance.now() < endMs) {
      await sleep(10)
    }
    assert.deepEqual(urls(discovery, service), expected)
  }

  const [one, two] = ['http://127.0.0.1:9464', 'http://127.0.0.2:9465']
  const atOne = { host: '127.0.0.1', port: 9_464 }
  const atTwo = { host: '127.0.0.2', port: 9_465 }

  suite(`Discovery by ${name}`, () => {
    test('tells everybody who offers what, soon after it begins', async () => {
      await using world = await open()
      await using early = await world.look()
      assert.deepEqual(early.instancesOf('orders'), [])
      await world.join(['orders', 'waiting-room'], atOne)
      await world.join(['orders'], atTwo)
      await sees(early, 'orders', [one, two])
      await sees(early, 'waiting-room', [one])
      await using late = await world.look()
      await sees(late, 'orders', [one, two])
      assert.deepEqual(early.instancesOf('payments'), [])
    })

    test('gives the same list until it changes, so that looking costs nothing', async () => {
      await using world = await open()
      await using discovery = await world.look()
      await world.join(['orders'], atOne)
      await sees(discovery, 'orders', [one])
      const list = discovery.instancesOf('orders')
      await sleep(2.5 * world.everyMs)
      assert.equal(discovery.instancesOf('orders'), list)
    })

    test('forgets who leaves, the last one too', async () => {
      await using world = await open()
      await using discovery = await world.look()
      const first = await world.join(['orders'], atOne)
      const second = await world.join(['orders'], atTwo)
      await sees(discovery, 'orders', [one, two])
      await first.leave()
      await sees(discovery, 'orders', [two])
      await second.leave()
      await sees(discovery, 'orders', [])
    })

    test('forgets within seconds who died without a word', async () => {
      await using world = await open()
      await using discovery = await world.look()
      const first = await world.join(['orders'], atOne)
      await world.join(['orders'], atTwo)
      await sees(discovery, 'orders', [one, two])
      await first.die()
      await sees(discovery, 'orders', [two])
    })

    test('keeps what it knew while it cannot be asked, and is right again afterwards', async () => {
      await using world = await open()
      await using discovery = await world.look()
      const first = await world.join(['orders'], atOne)
      await sees(discovery, 'orders', [one])
      await world.cut()
      await sleep(6 * world.everyMs)
      assert.deepEqual(urls(discovery, 'orders'), [one])
      await using blind = await world.look()
      assert.deepEqual(urls(blind, 'orders'), [], 'who begins now is not kept from beginning')
      await world.mend()
      await world.join(['orders'], atTwo)
      await sees(discovery, 'orders', [one, two])
      await sees(blind, 'orders', [one, two])
      await first.leave()
      await sees(blind, 'orders', [two])
    })
  })
}
