import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import type { Instance } from '#platform/discovery/discovery.ts'
import { slowApi } from './a-process-to-stop.ts'
import { fromService } from './rpc.ts'
import { aRemote, testKey, until } from './rpc-under-test.ts'

type Child = AsyncDisposable & { readonly child: ChildProcess; readonly instance: Instance }

async function aChild(name: string): Promise<Child> {
  const line = [name, testKey.toString('base64')]
  const child = fork(join(import.meta.dirname, 'a-process-to-stop.ts'), line)
  const [instance] = (await once(child, 'message')) as [Instance]
  return {
    child,
    instance,
    async [Symbol.asyncDispose]() {
      if (child.signalCode !== null || child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

const together = { by: 'drop', atMost: 256, inFlight: 2 }
const policies = [
  { title: 'alone', operations: {} },
  { title: 'together with others', operations: { buy: { together } } },
]

for (const { title, operations } of policies) {
  suite(`A call that travels ${title}`, () => {
    test('to a process that is killed meanwhile is answered by another one', async () => {
      await using one = await aChild('one')
      await using two = await aChild('two')
      const policy = { operations, breaker: { failures: 2, openMs: 60_000 } }
      await using shop = aRemote(slowApi, [one.instance, two.instance], { policy })
      const buy = (drop: string, ms: number) => shop.calls.buy({ drop, ms }, fromService)
      const drops = Array.from({ length: 40 }, (_, at) => `drop ${at}`)
      const before = new Set(await Promise.all(drops.map(drop => buy(drop, 0))))
      assert.deepEqual(before, new Set(['one', 'two']), 'both are asked')
      const underWay = Promise.all(drops.map(drop => buy(drop, 200)))
      one.child.kill('SIGKILL')
      assert.deepEqual(new Set(await underWay), new Set(['two']))
      assert.deepEqual(
        new Set(await Promise.all(drops.map(drop => buy(drop, 0)))),
        new Set(['two']),
      )
    })

    test('to a process that stands still is answered by another one, and it comes back', async () => {
      await using one = await aChild('one')
      await using two = await aChild('two')
      const policy = { operations, timeoutMs: 600, breaker: { failures: 2, openMs: 100 } }
      await using shop = aRemote(slowApi, [one.instance, two.instance], { policy })
      const buy = (drop: string) => shop.calls.buy({ drop, ms: 0 }, fromService)
      const drops = Array.from({ length: 40 }, (_, at) => `drop ${at}`)
      const all = async () => new Set(await Promise.all(drops.map(buy)))
      assert.deepEqual(await all(), new Set(['one', 'two']))
      const stateOfOne = () =>
        shop.breakers().find(({ instance }) => instance === one.instance.url)?.state
      one.child.kill('SIGSTOP')
      assert.deepEqual(await all(), new Set(['two']))
      assert.notEqual(stateOfOne(), 'closed')
      one.child.kill('SIGCONT')
      await until(() => stateOfOne() === 'closed')
      assert.deepEqual(await all(), new Set(['one', 'two']))
    })
  })
}
