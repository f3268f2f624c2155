import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from '#platform/measures/log.ts'
import { openMetrics } from '#platform/measures/metrics.ts'
import { openPrivateDoor } from './private-http.ts'

test('the operator reads metrics and health behind the private door', async () => {
  let ready = true
  let silent: readonly string[] = []
  const metrics = openMetrics({ ofProcess: true })
  metrics.gauge({ name: 'waiting', help: 'Waiting.' }, () => 3)
  const door = await openPrivateDoor({
    metrics,
    log: silentLog,
    ready: () => ready,
    silentDatabases: () => silent,
    listen: { host: 'localhost', port: 0 },
  })
  const get = (path: string) => fetch(`http://localhost:${door.port}${path}`)
  const scraped = await get('/metrics')
  const text = await scraped.text()
  assert.match(text, /^firstcome_waiting 3$/m)
  assert.match(text, /^nodejs_eventloop_lag_seconds \d/m)
  assert.match(scraped.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
  assert.deepEqual([(await get('/healthz')).status, (await get('/readyz')).status], [200, 200])
  const readiness = async () => (await get('/readyz')).text()
  assert.equal(await readiness(), '{"status":"ready"}')
  silent = ['orders']
  assert.equal(await readiness(), '{"status":"ready","silentDatabases":["orders"]}')
  ready = false
  assert.deepEqual(JSON.parse(await readiness()).silentDatabases, ['orders'])
  assert.deepEqual([(await get('/healthz')).status, (await get('/readyz')).status], [200, 503])
  assert.equal((await get('/api/drops')).status, 404)
  await door.close()
  await assert.rejects(get('/healthz'))
})
