import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDiscoveryUrl } from './discovery-url.ts'

test('DISCOVERY_URL names a list, leases in Redis, or a Eureka; anything else is explained', () => {
  assert.deepEqual(readDiscoveryUrl('static:orders=http://a:1+http://b:2'), {
    kind: 'static',
    list: new Map([['orders', [new URL('http://a:1'), new URL('http://b:2')]]]),
  })
  assert.deepEqual(readDiscoveryUrl('redis:'), { kind: 'redis' })
  const eureka = 'http://eureka:8761/eureka'
  assert.deepEqual(readDiscoveryUrl(`eureka:${eureka}`), { kind: 'eureka', url: eureka })
  for (const wrong of ['redis://host', 'eureka:', 'eureka:host', 'consul:http://a', 'http://a']) {
    const read = readDiscoveryUrl(wrong)
    assert.ok('fault' in read, wrong)
    assert.match(read.fault, /^Give static:/)
  }
  assert.deepEqual(readDiscoveryUrl('static:x'), {
    fault: '"x" is not service=http://host:port+http://host:port',
  })
})
