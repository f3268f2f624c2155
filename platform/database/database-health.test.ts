import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DatabaseUnavailable } from './database.ts'
import { databaseHealth } from './database-health.ts'

const full = () => new DatabaseUnavailable('database or disk is full')

function aHealth() {
  let nowMs = 0
  const told: string[] = []
  const say = (level: string) => () => void told.push(level)
  const log = { error: say('error'), info: say('info') } as Parameters<typeof databaseHealth>[0]
  return {
    told,
    health: databaseHealth(log, () => nowMs),
    pass(ms: number) {
      nowMs += ms
    },
  }
}

test('a full disk is told once, as an error, however much fails on it, until it works again', () => {
  const { told, health, pass } = aHealth()
  for (let at = 0; at < 100; at++) health.failed(at % 2 === 0 ? 'stock' : 'orders', full())
  pass(3_600_000)
  health.failed('stock', full())
  assert.deepEqual(told, ['error'])
  pass(59_999)
  health.worked()
  assert.deepEqual(told, ['error'], 'what writes nothing succeeds on a full disk too')
  pass(1)
  health.worked()
  health.worked()
  assert.deepEqual(told, ['error', 'info'])
  health.failed('stock', full())
  assert.deepEqual(told, ['error', 'info', 'error'])
})

test('whoever meets the error knows that the operator was told', () => {
  const error = full()
  assert.equal(error.wasTold, false)
  aHealth().health.failed('stock', error)
  assert.equal(error.wasTold, true)
})
