import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '#platform/measures/log.ts'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { enoughFound } from './enough-found.ts'
import { type ServiceName, serviceNames } from './services.ts'

/** A gateway that has begun just now, and finds what it is given. */
function aGateway(elsewhere: readonly ServiceName[] = serviceNames) {
  const found = new Set<ServiceName>()
  const clock = virtualClock()
  const isFound = (service: ServiceName) => found.has(service)
  const isReady = enoughFound({ elsewhere, isFound, clock, log: silentLog })
  return { found, clock, isReady }
}

const allBut = (...missing: readonly ServiceName[]) =>
  serviceNames.filter(name => !missing.includes(name))

test('a gateway is ready once each service was found, and stays so when one is lost', () => {
  const { found, isReady } = aGateway()
  for (const name of allBut('stock')) found.add(name)
  assert.equal(isReady(), false)
  found.add('stock')
  assert.equal(isReady(), true)
  found.clear()
  assert.equal(isReady(), true)
})

test('nobody waits for mails', () => {
  const { found, isReady } = aGateway()
  for (const name of allBut('notifications')) found.add(name)
  assert.equal(isReady(), true)
})

test('any other service that is gone keeps a new gateway shut for twenty seconds, not for ever', () => {
  for (const missing of allBut('notifications')) {
    const { found, clock, isReady } = aGateway()
    for (const name of allBut(missing)) found.add(name)
    clock.advance(19_999)
    assert.equal(isReady(), false)
    clock.advance(1)
    assert.equal(isReady(), true)
  }
})

test('a gateway that has found nobody stays shut; one that sells by itself does not', () => {
  const [lost, selling] = [aGateway(), aGateway(allBut('stock'))]
  for (const { clock } of [lost, selling]) clock.advance(3_600_000)
  assert.deepEqual([lost.isReady(), selling.isReady()], [false, true])
  assert.equal(aGateway([]).isReady(), true)
})
