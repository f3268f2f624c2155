import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { suite, test } from 'node:test'
import { engineUrl } from '#platform/an-engine.ts'
import { silentLog } from '#platform/measures/log.ts'
import { systemClock } from '#platform/time/clock.ts'
import { aRegistry } from './a-registry.ts'
import { discoveryContract } from './discovery.contract.ts'
import { eurekaDiscovery } from './discovery.eureka.ts'
import { instancesOfAnswer } from './eureka-words.ts'

const url = engineUrl('eureka')
const everyMs = 500

discoveryContract('Eureka', () =>
  aRegistry(async (_, isCut) => {
    const options = { url, prefix: `test-${randomUUID()}-`, everyMs, leaseSeconds: 1 }
    const fetchUnlessCut: typeof fetch = async (...asked) => {
      if (isCut()) throw new TypeError('cut')
      return fetch(...asked)
    }
    const deps = { clock: systemClock, log: silentLog, fetch: fetchUnlessCut }
    return { everyMs, look: () => eurekaDiscovery(deps, options) }
  }),
)

suite('What Eureka answers', () => {
  const listed = (instanceId: string, status = 'UP') => ({
    ...{ instanceId, status, ipAddr: '10.0.0.7', hostName: 'host', app: 'SHOP-ORDERS' },
    port: { $: 9_464, '@enabled': 'true' },
  })
  const answer = (application: unknown) => ({ applications: { application, apps__hashcode: '' } })

  test('is read whether a list of one is written as a list or not, and who is not up is left out', () => {
    const expected = [['orders', { id: 'a', url: 'http://10.0.0.7:9464' }]]
    const many = [{ name: 'SHOP-ORDERS', instance: [listed('a'), listed('b', 'OUT_OF_SERVICE')] }]
    const others = [...many, { name: 'ELSE', instance: [listed('x')] }]
    assert.deepEqual(instancesOfAnswer(answer(others), 'shop-'), expected)
    const one = { name: 'SHOP-ORDERS', instance: listed('a') }
    assert.deepEqual(instancesOfAnswer(answer(one), 'shop-'), expected)
    assert.deepEqual(instancesOfAnswer({ applications: {} }, ''), [])
  })

  test('that is no registry changes nothing of what is known', () => {
    for (const wrong of [null, {}, { applications: { application: [{ name: 'X' }] } }]) {
      assert.throws(() => instancesOfAnswer(wrong, ''), /no registry/)
    }
  })
})
