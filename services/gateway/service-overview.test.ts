import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { suite, test } from 'node:test'
import type { ServiceInstance } from '#contracts/gateway-api.ts'
import { isRefusal } from '#contracts/problems.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { type KnownService, serviceOverview } from './service-overview.ts'

/** A private port that answers this to /readyz. */
async function aProcess(status: number, said: object = {}) {
  let asked = 0
  const server = createServer((request, response) => {
    if (request.url === '/readyz') asked++
    response.writeHead(status).end(JSON.stringify(said))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

type Known = Omit<ServiceInstance, 'health'>

const anInstance = (url: string | null, more: Partial<Known> = {}): Known => ({
  ...{ url, breaker: url === null ? null : 'closed', sinceAtMs: 7, isLeaving: false, ...more },
})

const aService = (service: string, ...instances: readonly Known[]): KnownService => ({
  ...{ service, instances, meanwhile: `without ${service}` },
})

async function seen(
  services: readonly KnownService[],
  { isOpen = true, silent = [] }: { isOpen?: boolean; silent?: readonly string[] } = {},
) {
  const answer = await serviceOverview({
    services: () => services,
    isOpen: () => isOpen,
    silentDatabases: () => silent,
  }).listServices({}, fromService)
  assert.ok(!isRefusal(answer))
  return answer.items
}

suite('The overview of the services', () => {
  test('one process alone is up, and says so until it ends', async () => {
    const services = [aService('orders', anInstance(null))]
    assert.deepEqual(await seen(services), [
      {
        ...{ service: 'orders', state: 'up', meanwhile: null },
        instances: [{ url: null, health: 'ready', breaker: null, sinceAtMs: 7, isLeaving: false }],
      },
    ])
    const [ending] = await seen(services, { isOpen: false })
    assert.deepEqual([ending?.state, ending?.instances[0]?.health], ['down', 'not_ready'])
  })

  test('each instance is asked itself, once, and what shoppers miss is told where none is ready', async () => {
    await using well = await aProcess(200)
    await using starting = await aProcess(503)
    const gone = await aProcess(200)
    await gone[Symbol.asyncDispose]()
    const services = await seen([
      aService('orders', anInstance(well.url)),
      aService('payments', anInstance(well.url), anInstance(starting.url)),
      aService('stock', anInstance(gone.url), anInstance(starting.url)),
      aService('members'),
    ])
    assert.deepEqual(
      services.map(({ state, instances, meanwhile }) => [
        state,
        meanwhile,
        ...instances.map(({ health }) => health),
      ]),
      [
        ['up', null, 'ready'],
        ['degraded', null, 'ready', 'not_ready'],
        ['down', 'without stock', 'unreachable', 'not_ready'],
        ['down', 'without members'],
      ],
    )
    assert.equal(well.asked(), 1)
  })

  test('a service whose database does not answer is down, with what shoppers miss, and its neighbours are not', async () => {
    await using some = await aProcess(200, { silentDatabases: ['payments'] })
    await using none = await aProcess(503, { silentDatabases: ['stock'] })
    await using well = await aProcess(200)
    const services = [
      aService('catalog', anInstance(null)),
      aService('members', anInstance(null)),
      aService('orders', anInstance(some.url)),
      aService('payments', anInstance(some.url)),
      aService('stock', anInstance(none.url), anInstance(well.url)),
    ]
    const found = await seen(services, { silent: ['members'] })
    assert.deepEqual(
      found.map(({ state, instances, meanwhile }) => [state, meanwhile, instances[0]?.health]),
      [
        ['up', null, 'ready'],
        ['down', 'without members', 'database_silent'],
        ['up', null, 'ready'],
        ['down', 'without payments', 'database_silent'],
        ['degraded', null, 'database_silent'],
      ],
    )
  })

  test('an instance to which nothing is sent counts as gone, whatever it says itself', async () => {
    await using well = await aProcess(200)
    const [service] = await seen([
      aService('stock', anInstance(well.url, { breaker: 'open' }), anInstance(well.url)),
    ])
    assert.equal(service?.state, 'degraded')
  })
})
