import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { virtualClock } from '#platform/time/virtual-clock.ts'
import { type BreakerState, circuitBreaker } from './circuit-breaker.ts'

function aBreaker() {
  const clock = virtualClock()
  const changes: BreakerState[] = []
  let isWell = true
  let probes = 0
  const breaker = circuitBreaker<boolean>({
    clock,
    failures: 3,
    openMs: 1_000,
    isFailure: ok => !ok,
    probe: async () => {
      probes++
      return isWell
    },
    onChange: state => changes.push(state),
  })
  return {
    clock,
    breaker,
    changes,
    fall: async (times: number) => {
      isWell = false
      for (let i = 0; i < times; i++) await breaker.run(async () => false)
    },
    recover: () => {
      isWell = true
    },
    probes: () => probes,
    pass: async (ms: number) => {
      clock.advance(ms)
      for (let i = 0; i < 5; i++) await turn()
    },
  }
}

suite('A circuit breaker', () => {
  test('opens after failures in a row, and a success in between begins anew', async () => {
    const { breaker, fall, changes } = aBreaker()
    await fall(2)
    await breaker.run(async () => true)
    await fall(2)
    assert.equal(breaker.state, 'closed')
    await fall(1)
    assert.equal(breaker.state, 'open')
    assert.deepEqual(changes, ['open'])
    breaker[Symbol.dispose]()
  })

  test('looks by itself whether it may close, at its time and not before', async () => {
    const { clock, breaker, fall, pass, probes, recover, changes } = aBreaker()
    const startMs = clock.nowMs()
    await fall(3)
    await pass(999)
    assert.deepEqual([breaker.state, probes(), breaker.sinceMs - startMs], ['open', 0, 0])
    await pass(1)
    assert.deepEqual([breaker.state, probes(), breaker.sinceMs - startMs], ['open', 1, 1_000])
    recover()
    await pass(1_000)
    assert.deepEqual([breaker.state, probes()], ['closed', 2])
    assert.deepEqual(changes, ['open', 'half_open', 'open', 'half_open', 'closed'])
    await pass(10_000)
    assert.equal(probes(), 2)
    assert.equal(await breaker.run(async () => true), true)
  })

  test('looks no more when it is not needed any more', async () => {
    const { breaker, fall, pass, probes } = aBreaker()
    await fall(3)
    breaker[Symbol.dispose]()
    await pass(10_000)
    assert.equal(probes(), 0)
  })
})
