import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { startCollector } from '#tests/shop/a-collector.ts'
import { openTestShop } from '#tests/shop/a-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { buyTraced } from './one-trace.ts'

const root = join(import.meta.dirname, '../..')

const traced = (url: string, ratio = '1') => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_TRACES_SAMPLER_ARG: ratio,
})

test('a purchase is one trace, from the button to the mail, and its name is the order’s id', async () => {
  await using collector = await startCollector()
  await using shop = await openTestShop({ environment: traced(collector.url) })
  await buyTraced(shop, collector, () => shop.clock.advance(500))
})

test('a client that has a trace of its own finds there what it asked for, but no purchase', async () => {
  await using collector = await startCollector()
  await using shop = await openTestShop({ environment: traced(collector.url) })
  const [traceId, spanId] = ['4bf92f3577b34da6a3ce929d0e0e4736', '00f067aa0ba902b7']
  const headers = { traceparent: `00-${traceId}-${spanId}-01` }
  await fetch(`${shop.url}/api/products`, { headers })
  const span = await eventually('the span', async () =>
    collector.spans.find(each => each.traceId === traceId && each.parentSpanId === spanId),
  )
  assert.equal(span.name, 'GET /api/products')
})

test('of many only some are traced, and of those all', async () => {
  await using collector = await startCollector()
  await using shop = await openTestShop({ environment: traced(collector.url, '0.3') })
  const ids = Array.from({ length: 200 }, (_, at) => at.toString(16).padStart(2, '0').repeat(16))
  for (const id of ids) {
    const headers = { traceparent: `00-${id}-00f067aa0ba902b7-01` }
    await fetch(`${shop.url}/api/time`, { headers })
  }
  const sampled = ids.filter(id => Number.parseInt(id.slice(-8), 16) < 0.3 * 2 ** 32)
  await eventually('all that are sampled', async () => {
    const seen = new Set(collector.spans.map(({ traceId }) => traceId))
    return sampled.filter(id => id !== '0'.repeat(32)).every(id => seen.has(id))
  })
  const known = new Set(ids)
  for (const { traceId } of collector.spans) {
    assert.ok(!known.has(traceId) || sampled.includes(traceId), `${traceId} is not sampled`)
  }
})

test('where nothing is traced, nothing of OpenTelemetry is even loaded', () => {
  const files = globSync('{contracts,platform,services,run}/**/*.ts', { cwd: root })
  const whoSays = (words: RegExp) =>
    files.filter(file => words.test(readFileSync(join(root, file), 'utf8')))
  assert.deepEqual(whoSays(/from '@opentelemetry/), ['platform/measures/trace-otlp.ts'])
  assert.deepEqual(whoSays(/from '(#platform\/measures|\.)\/trace-otlp/), [])
  assert.deepEqual(whoSays(/await import\('#platform\/measures\/trace-otlp/), [
    'run/open-tracing.ts',
  ])
})
