import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'
import { silentLog } from '#platform/measures/log.ts'
import { systemClock } from '#platform/time/clock.ts'
import { DiscoveryUnusable } from './discovery.ts'
import { openDiscovery } from './open-discovery.ts'

const redis = { run: () => assert.fail('Redis is asked by those who keep their leases there') }

async function refused(port: number, why: RegExp): Promise<void> {
  const choice = { kind: 'eureka', url: `http://me:secret@127.0.0.1:${port}/` } as const
  const opening = openDiscovery({ clock: systemClock, log: silentLog, redis }, choice)
  await assert.rejects(opening, error => {
    assert.ok(error instanceof DiscoveryUnusable, String(error))
    assert.match(error.message, why)
    assert.doesNotMatch(error.message, /secret/)
    return true
  })
}

test('where no Eureka answers, or something else does, a start is told so', async () => {
  let port: number
  {
    await using stranger = createServer((_, response) => response.writeHead(404).end('nothing'))
    await once(stranger.listen(0, '127.0.0.1'), 'listening')
    port = (stranger.address() as AddressInfo).port
    await refused(
      port,
      /^No Eureka answers at http:\/\/127\.0\.0\.1:\d+\/eureka \(.+\)\. Start it, or/,
    )
  }
  await refused(port, /\(ECONNREFUSED\)\. Start it, or correct DISCOVERY_URL\.$/)
})
