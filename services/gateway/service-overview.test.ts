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
async function aProcess(status: number) {
  let asked = 0
  const server = createServer((request, response) => {
    if (request.url === '/readyz') asked++
    response.writeHead(status).end('{}')
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

async function seen(services: readonly KnownService[], isOpen = () => true) {
  const answer = await serviceOverview({ services: () => services, isOpen }).listServices(
    {},
    fromService,
  )
  assert.ok(!isRefusal(answer))
  return answer.items
}

suite('The overview of the services', () => {
  test('one process alone is up, and says so until it ends', async () => {
    const services = [aService('orders', anInstance(null))]
    assert.deepEqual(await seen(services), [
      {
        ...{ service: 'orders', state: 'up', meanwhile: 'without orders' },
        instances: [{ url: null, health: 'ready', breaker: null, sinceAtMs: 7, isLeaving: false }],
      },
    ])
    const [ending] = await seen(services, () => false)
    assert.deepEqual([ending?.state, ending?.instances[0]?.health], ['down', 'not_ready'])
  })

  test('each instance is asked itself, once, whatever it offers', async () => {
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
      services.map(({ state, instances }) => [state, ...instances.map(({ health }) => health)]),
      [
        ['up', 'ready'],
        ['degraded', 'ready', 'not_ready'],
        ['down', 'unreachable', 'not_ready'],
        ['down'],
      ],
    )
    assert.equal(well.asked(), 1)
  })

  test('an instance to which nothing is sent counts as gone, whatever it says itself', async () => {
    await using well = await aProcess(200)
    const [service] = await seen([
      aService('stock', anInstance(well.url, { breaker: 'open' }), anInstance(well.url)),
    ])
    assert.equal(service?.state, 'degraded')
  })
})
