import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plannedUnits } from './planned-units.ts'

const planned = { kind: 'planned', units: 20, atMs: 10 } as const

test('a drop was planned with what it had when it opened, whatever is left of it', () => {
  const raised = { kind: 'units_changed', units: 25, atMs: 50 } as const
  const reserved = { kind: 'reserved', atMs: 100 } as const
  const ended = { kind: 'units_changed', units: 0, atMs: 900 } as const
  assert.equal(plannedUnits([planned, reserved, ended], 100), 20)
  assert.equal(plannedUnits([planned, raised, ended], 100), 25)
  assert.equal(plannedUnits([planned, ended], 5), 20, 'one that opened at once')
  assert.equal(plannedUnits([], 100), null)
})
