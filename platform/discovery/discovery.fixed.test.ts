import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { silentLog } from '#platform/measures/log.ts'
import { systemClock } from '#platform/time/clock.ts'
import { discoveryContract } from './discovery.contract.ts'
import { type FixedList, fixedDiscovery, readFixedList } from './discovery.fixed.ts'

const deps = { clock: systemClock, log: silentLog }

function listOf(text: string): FixedList {
  const list = readFixedList(text)
  assert.ok(!('fault' in list))
  return list
}

/** Names as an orchestrator gives them: one a service and port, with an address for each process. */
discoveryContract('a list of names', async () => {
  const addresses = new Map<string, Set<string>>()
  let isCut = false
  const ports = [9_464, 9_465]
  const services = ['orders', 'waiting-room']
  const nameOf = (service: string, port: number) => `${service}-${port}.shop`
  const text = services.map(
    service =>
      `${service}=${ports.map(port => `http://${nameOf(service, port)}:${port}`).join('+')}`,
  )

  const everyMs = 100

  return {
    everyMs,
    look: () =>
      fixedDiscovery(
        {
          ...deps,
          resolve: async host => {
            if (isCut) throw new Error('nobody answers')
            return [...(addresses.get(host) ?? [])]
          },
        },
        listOf(`static:${text.join()}`),
        { everyMs },
      ),
    async join(offered, { host, port }) {
      const names = offered.map(service => nameOf(service, port))
      for (const name of names) addresses.set(name, new Set(addresses.get(name)).add(host))
      const leave = async () => {
        for (const name of names) addresses.get(name)?.delete(host)
      }
      return { leave, die: leave }
    },
    cut: async () => {
      isCut = true
    },
    mend: async () => {
      isCut = false
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
})

suite('A list of addresses', () => {
  test('is taken as it stands, with the system asked for names', async () => {
    const list = listOf('static:orders=http://127.0.0.1:1+http://[::1]:2, stock=http://localhost:3')
    await using discovery = await fixedDiscovery(deps, list)
    const urls = (service: string) => discovery.instancesOf(service).map(({ url }) => url)
    assert.deepEqual(urls('orders'), ['http://127.0.0.1:1', 'http://[::1]:2'])
    assert.match(urls('stock').join(), /^http:\/\/(127\.0\.0\.1|\[::1\]):3$/)
    assert.deepEqual(urls('payments'), [])
    await using nowhere = await fixedDiscovery(deps, listOf('static:orders=http://x.invalid:1'))
    assert.deepEqual(nowhere.instancesOf('orders'), [])
  })

  test('that is written wrongly is explained', () => {
    const wrong = {
      'static:': /"" is not service=/,
      'static:orders': /"orders" is not service=/,
      'static:orders=http://a:1,': /"" is not service=/,
      'static:orders=http://a:1,orders=http://b:1': /orders is named twice/,
      'static:orders=https://a:1': /orders has an address that is not http/,
      'static:orders=http://a:1/x': /not http:\/\/host:port/,
      'static:orders=a:1': /not http:\/\/host:port/,
      'static:orders=http://u:p@a:1': /not http:\/\/host:port/,
      'static:orders=http://a:1++http://b:1': /not http:\/\/host:port/,
    }
    for (const [text, fault] of Object.entries(wrong)) {
      const read = readFixedList(text)
      assert.ok('fault' in read, text)
      assert.match(read.fault, fault, text)
    }
  })
})
