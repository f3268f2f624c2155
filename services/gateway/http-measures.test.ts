import assert from 'node:assert/strict'
import { test } from 'node:test'
import { refuse } from '#contracts/problems.ts'
import { ask } from './ask-under-test.ts'
import { aThing, openGatewayUnderTest } from './gateway-under-test.ts'

const thing = `/api/things/${aThing.thingId}`

test('what was asked, answered and refused is counted by route, and never by what was in it', async () => {
  await using shop = await openGatewayUnderTest()
  await ask(shop.url, `GET ${thing}`)
  await ask(shop.url, `GET ${thing}`)
  await ask(shop.url, `POST ${thing}/touch`)
  await ask(shop.url, 'GET /docs/problems')
  await ask(shop.url, 'GET /api/nothing/of/the/kind')
  shop.answerWith(refuse('not_found'))
  await ask(shop.url, `GET ${thing}`)
  const text = await shop.metrics.text()
  const counted = text.split('\n').filter(line => /^firstcome_http_(requests|refusals)_/.test(line))
  assert.deepEqual(counted.sort(), [
    'firstcome_http_refusals_total{code="not_found"} 2',
    'firstcome_http_refusals_total{code="token_missing"} 1',
    'firstcome_http_requests_total{route="GET /api/things/:thingId",status="200"} 2',
    'firstcome_http_requests_total{route="GET /api/things/:thingId",status="404"} 1',
    'firstcome_http_requests_total{route="GET /docs/problems",status="200"} 1',
    'firstcome_http_requests_total{route="POST /api/things/:thingId/touch",status="401"} 1',
  ])
  assert.match(
    text,
    /^firstcome_http_request_duration_seconds_count\{route="GET \/api\/things\/:thingId"\} 3$/m,
  )
  assert.doesNotMatch(text, new RegExp(aThing.thingId))
})
