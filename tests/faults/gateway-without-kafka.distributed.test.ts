import assert from 'node:assert/strict'
import { test } from 'node:test'
import { serviceNames } from '#run/services.ts'
import { freePort, startProgram } from '#tests/shop/a-child-shop.ts'
import { eventually } from '#tests/shop/eventually.ts'
import { someDistributedPlace } from '#tests/shop/some-place.ts'

test('a gateway starts while Kafka is gone, and misses nothing of it: it announces and hears nothing', async () => {
  await using place = await someDistributedPlace()
  const [httpPort, privatePort, nowhere] = await Promise.all([freePort(), freePort(), freePort()])
  const list = serviceNames.map(name => `${name}=http://127.0.0.1:${nowhere}`)
  const gateway = startProgram({
    program: 'run/serve.ts',
    line: ['gateway'],
    environment: {
      ...{ ...place.environment, HTTP_PORT: `${httpPort}`, PRIVATE_PORT: `${privatePort}` },
      ...{ EVENTS_URL: `kafka://127.0.0.1:${nowhere}`, DISCOVERY_URL: `static:${list}` },
    },
  })
  const answerOf = async (url: string) => {
    const answer = await fetch(url).catch(() => null)
    return answer?.ok ? await answer.text() : null
  }
  await eventually(gateway.output, () => answerOf(`http://localhost:${httpPort}/healthz`))
  const metrics = `http://localhost:${privatePort}/metrics`
  const measured = await eventually('what it measures', () => answerOf(metrics))
  assert.doesNotMatch(measured, /^firstcome_reading_failed\{.*\} [1-9]/m)
  gateway.signal('SIGTERM')
  assert.equal((await gateway.ended).code, 0, gateway.output())
})
