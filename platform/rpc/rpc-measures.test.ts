import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openMetrics } from '#platform/measures/metrics.ts'
import { measureBreakers, rpcMeasures } from './rpc-measures.ts'

test('the operator sees how calls to other processes end, which breakers are open, and whom nobody offers', async () => {
  const metrics = openMetrics({ ofProcess: false })
  const measures = rpcMeasures(metrics)
  measureBreakers(metrics, [
    {
      name: 'stock',
      breakers: () => [{ state: 'open' }, { state: 'closed' }, { state: 'half_open' }],
    },
    { name: 'members', breakers: () => [] },
  ])
  measures.exchanged('stock', 'answered', 3)
  measures.exchanged('stock', 'answered', 700)
  measures.exchanged('stock', 'late', 2_000)
  measures.breakerChanged('stock', 'open')
  const lines = (await metrics.text()).split('\n').filter(line => !line.startsWith('#'))
  for (const line of [
    'firstcome_rpc_messages_total{service="stock",outcome="answered"} 2',
    'firstcome_rpc_messages_total{service="stock",outcome="late"} 1',
    'firstcome_rpc_message_seconds_bucket{service="stock",le="0.005"} 1',
    'firstcome_rpc_message_seconds_count{service="stock"} 3',
    'firstcome_rpc_breaker_changes_total{service="stock",state="open"} 1',
    'firstcome_rpc_breakers_open{service="stock"} 2',
    'firstcome_rpc_breakers_open{service="members"} 0',
    'firstcome_rpc_instances{service="stock"} 3',
    'firstcome_rpc_instances{service="members"} 0',
  ]) {
    assert.ok(lines.includes(line), line)
  }
})
