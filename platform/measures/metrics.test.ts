import assert from 'node:assert/strict'
import { test } from 'node:test'
import { silentLog } from './log.ts'
import { openMetrics } from './metrics.ts'
import { readBeforeText } from './metrics-reading.ts'

test('what was counted is read as Prometheus reads it', async () => {
  const metrics = openMetrics({ ofProcess: false })
  const sales = metrics.counter<'outcome'>({
    name: 'sales_total',
    help: 'Sales.',
    labels: ['outcome'],
  })
  sales({ outcome: 'sold "out"' }).add()
  const won = sales({ outcome: 'won' })
  won.add()
  won.add(41)
  const took = metrics.histogram({ name: 'took_seconds', help: 'Time.', buckets: [0.1, 1] })({})
  for (const seconds of [0.05, 0.1, 0.5, 7]) took.observe(seconds)
  metrics.gauge({ name: 'waiting', help: 'Waiting.' }, () => 3)
  assert.equal(
    (await metrics.text()).trim(),
    `
# HELP firstcome_sales_total Sales.
# TYPE firstcome_sales_total counter
firstcome_sales_total{outcome="sold \\"out\\""} 1
firstcome_sales_total{outcome="won"} 42

# HELP firstcome_took_seconds Time.
# TYPE firstcome_took_seconds histogram
firstcome_took_seconds_bucket{le="0.1"} 2
firstcome_took_seconds_bucket{le="1"} 3
firstcome_took_seconds_bucket{le="+Inf"} 4
firstcome_took_seconds_sum 7.65
firstcome_took_seconds_count 4

# HELP firstcome_waiting Waiting.
# TYPE firstcome_waiting gauge
firstcome_waiting 3
`.trim(),
  )
})

test('the same labels are the same counter', async () => {
  const metrics = openMetrics({ ofProcess: false })
  const sales = metrics.counter<'drop'>({ name: 'sales_total', help: 'Sales.', labels: ['drop'] })
  sales({ drop: 'a' }).add()
  sales({ drop: 'a' }).add()
  assert.match(await metrics.text(), /sales_total\{drop="a"\} 2\n/)
})

test('a name that is not ours, or taken, is refused at once', () => {
  const metrics = openMetrics({ ofProcess: false })
  metrics.gauge({ name: 'waiting', help: '' }, () => 0)
  assert.throws(() => metrics.gauge({ name: 'waiting', help: '' }, () => 0))
  assert.throws(() => metrics.gauge({ name: 'Waiting-Room', help: '' }, () => 0))
  assert.throws(() => metrics.counter({ name: 'sales', help: '' }))
  assert.throws(() => metrics.histogram({ name: 'took_ms', help: '', buckets: [1] }))
})

test('labels without number are a bug, and not a leak', () => {
  const metrics = openMetrics({ ofProcess: false })
  const sales = metrics.counter<'id'>({ name: 'sales_total', help: '', labels: ['id'] })
  for (let id = 0; id < 1_000; id++) sales({ id: String(id) })
  assert.throws(() => sales({ id: 'one more' }))
})

test('what several parts of a process tell of one thing stands together', async () => {
  const metrics = openMetrics({ ofProcess: false })
  const about = { name: 'late_seconds', help: 'Late.', labels: ['timer' as const] }
  metrics.gauges(about, () => [[{ timer: 'a' }, 1]])
  metrics.gauges(about, () => [[{ timer: 'b' }, 2]])
  assert.match(await metrics.text(), /late_seconds\{timer="a"\} 1\n.*late_seconds\{timer="b"\} 2/)
  assert.throws(() => metrics.gauges({ ...about, help: 'Something else.' }, () => []))
})

test('what is gone is not told any more', async () => {
  const metrics = openMetrics({ ofProcess: false })
  const drops = new Map([['one', 3]])
  metrics.gauges({ name: 'units', help: 'Units.', labels: ['drop'] }, () =>
    [...drops].map(([drop, units]) => [{ drop }, units] as const),
  )
  assert.match(await metrics.text(), /units\{drop="one"\} 3/)
  drops.clear()
  assert.doesNotMatch(await metrics.text(), /units\{/)
})

/** A metric of one row that is read before each scrape, by these readings one after the other. */
function someReadings(...readings: (() => Promise<number>)[]) {
  const metrics = openMetrics({ ofProcess: false })
  const read = () => readings.shift()?.() ?? Promise.reject(new Error('it was asked too often'))
  const value = readBeforeText({ metrics, log: silentLog, what: 'a test', read, keptMs: 0 })
  metrics.gauges({ name: 'rows', help: 'Rows.' }, () => (value() === null ? [] : [[{}, 7]]))
  return {
    /** What a scrape finds. */
    async scrape() {
      const text = await metrics.text()
      const isFailed = text.includes('reading_failed{what="a test"} 1')
      assert.equal(text.includes('reading_failed{what="a test"} 0'), !isFailed)
      return { isTold: text.includes('rows 7'), isFailed }
    },
  }
}

const good = async () => 7
const gone = () => Promise.reject(new Error('it is gone'))
const hanging = () => new Promise<never>(() => undefined)
const told = { isTold: true, isFailed: false }
const untold = { isTold: false, isFailed: true }

test('a database that does not answer keeps no scrape, and its old numbers are not told', async () => {
  const { scrape } = someReadings(good, gone, hanging)
  assert.deepEqual(await scrape(), told)
  assert.deepEqual(await scrape(), untold)
  assert.deepEqual(await scrape(), untold, 'answered without waiting for what hangs')
  assert.deepEqual(await scrape(), untold, 'nor is it asked again meanwhile')
})

test('a number that was read before a database began to hang is not told for ever', async () => {
  const { scrape } = someReadings(good, hanging)
  assert.deepEqual(await scrape(), told)
  await scrape()
  assert.deepEqual(await scrape(), untold)
})
