import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currentTraceId, type Span, startTracing, type Tracing } from './trace.ts'

const PURCHASE = 'f1c3e6a650e982218a16ee6f372e05ce'

function aTracing(ratio = 1): { readonly tracing: Tracing; readonly spans: Span[] } {
  const spans: Span[] = []
  let nowMs = 0
  const onSpans = (some: readonly Span[]) => void spans.push(...some)
  return { spans, tracing: startTracing({ nowMs: () => nowMs++, onSpans, ratio }) }
}

test('what is done within a span is its child, and a log line says in which trace it was said', async () => {
  const { tracing, spans } = aTracing()
  let said: string | null = null
  await tracing.span({ name: 'outer', kind: 'server' }, () =>
    tracing.span({ name: 'inner', kind: 'internal' }, async () => {
      said = currentTraceId()
    }),
  )
  const [inner, outer] = spans
  assert.deepEqual([inner?.name, outer?.name], ['inner', 'outer'])
  assert.equal(inner?.parentId, outer?.spanId)
  assert.equal(inner?.traceId, outer?.traceId)
  assert.equal(said, outer?.traceId)
  assert.equal(currentTraceId(), null)
})

test('a request that turns out to be part of a purchase lies in its trace, with all it did before', async () => {
  const { tracing, spans } = aTracing()
  await tracing.span({ name: 'POST', kind: 'server' }, async () => {
    await tracing.span({ name: 'before', kind: 'internal' }, async () => undefined)
    const join = tracing.joiner()
    // As an answer from another process does, outside of what asked for it.
    await new Promise<void>(resolve => setImmediate(() => resolve(join(PURCHASE))))
    tracing.join('0'.repeat(31).concat('1'))
    assert.equal(tracing.joined(), PURCHASE, 'the first word holds')
  })
  assert.deepEqual(
    spans.map(({ name, traceId }) => [name, traceId]),
    [
      ['before', PURCHASE],
      ['POST', PURCHASE],
    ],
  )
})

test('what fails is told as failed, and thrown on', async () => {
  const { tracing, spans } = aTracing()
  const broken = tracing.span({ name: 'POST', kind: 'server' }, async () => {
    throw new Error('it broke')
  })
  await assert.rejects(broken, /it broke/)
  assert.equal(spans[0]?.failed, true)
})

test('a traceparent that is none is no parent, and no error', async () => {
  const { tracing, spans } = aTracing()
  const good = `00-${PURCHASE}-00f067aa0ba902b7-01`
  const bad = [`00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, 'x', `${good}-more`, '']
  for (const came of [good, ...bad]) {
    await tracing.span({ name: 'GET', kind: 'server' }, async () => undefined, came)
  }
  assert.deepEqual(
    spans.map(({ traceId, parentId }) => [traceId === PURCHASE, parentId]),
    [[true, '00f067aa0ba902b7'], ...bad.map(() => [false, null])],
  )
})

test('each process keeps the same traces, and none where none are wanted', async () => {
  const traces = Array.from({ length: 2_000 }, (_, at) =>
    Math.imul(at + 1, 2_654_435_761)
      .toString(16)
      .replace('-', '')
      .padStart(32, 'a'),
  )
  const kept = (ratio: number) => {
    const { tracing, spans } = aTracing(ratio)
    for (const id of traces) tracing.record(id, { name: 'x', kind: 'consumer' }, 1)
    return spans.map(({ traceId }) => traceId)
  }
  assert.deepEqual(kept(0.1), kept(0.1))
  const half = new Set(kept(0.5))
  assert.ok(kept(0.1).every(id => half.has(id)))
  assert.equal(kept(0).length, 0)
  assert.equal(kept(1).length, traces.length)
})
