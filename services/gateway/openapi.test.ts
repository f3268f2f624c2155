import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Value } from 'typebox/value'
import { uuidv7 } from '#platform/ids.ts'
import { allDoors } from './all-doors-under-test.ts'
import { ask } from './ask-under-test.ts'
import { routedOperations, routedStreams } from './door.ts'
import { openGatewayUnderTest } from './gateway-under-test.ts'
import { openApiDocument } from './openapi.ts'

type Described = {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly requestBody?: unknown
  readonly security: readonly object[]
  readonly responses: Readonly<Record<string, unknown>>
}

const document = JSON.parse(JSON.stringify(openApiDocument(allDoors, { mailbox: true })))
const described = Object.entries(
  document.paths as Record<string, Record<string, Described>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    route: `${method.toUpperCase()} ${path}`,
    ...operation,
  })),
)
const find = (route: string) => described.find(operation => operation.route === route)

test('the description is OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document))
  assert.equal(valid, true, JSON.stringify(errors, null, 2))
})

test('every route of every contract is described, under a name of its own', () => {
  const offered = [
    ...routedOperations(allDoors).map(({ method, path }) => `${method} ${path}`),
    ...routedStreams(allDoors).map(({ stream }) => stream.route),
  ].map(route => route.replace(/:(\w+)/g, '{$1}'))
  const routes = described.map(({ route }) => route)
  assert.ok(offered.length > 50)
  assert.deepEqual(
    offered.filter(route => !routes.includes(route)),
    [],
  )
  const names = described.map(({ operationId }) => operationId)
  assert.equal(new Set(names).size, names.length)
})

test('a reservation is described with its key, its pass, its body and all its refusals', () => {
  const reserve = find('POST /api/drops/{dropId}/reservations')
  assert.deepEqual(
    reserve?.parameters?.map(parameter => `${parameter.in} ${parameter.name}`),
    ['path dropId', 'header Idempotency-Key', 'header Pass'],
  )
  assert.deepEqual(Object.keys(reserve?.responses ?? {}), [
    '201',
    '400',
    '401',
    '403',
    '404',
    '409',
    '410',
    '413',
    '415',
    '422',
    '429',
    '500',
    '503',
  ])
  assert.deepEqual(reserve?.security, [{ accessToken: [] }])
})

test('every operation shows an example of what it takes and gives, which its contract accepts', () => {
  type Content = { readonly content?: Record<string, { readonly example?: unknown }> }
  const exampleIn = (part: unknown) => (part as Content)?.content?.['application/json']?.example
  for (const { method, path, pathFields, operation } of routedOperations(allDoors)) {
    const route = `${method} ${path.replace(/:(\w+)/g, '{$1}')}`
    const shown = find(route)
    const { output, input } = operation
    const status = operation.status ?? 200
    // A picture is no JSON.
    if (status !== 204 && operation.picture !== 'gives') {
      const given = exampleIn(shown?.responses[status])
      assert.deepEqual([route, [...Value.Errors(output, given)]], [route, []])
    }
    // What is taken as it was sent is whatever its sender makes.
    if (shown?.requestBody === undefined || operation.signedBody !== undefined) continue
    const inPath = Object.fromEntries(pathFields.map(field => [field, uuidv7(0)]))
    const taken = { ...(exampleIn(shown.requestBody) as object), ...inPath }
    const faults = [...Value.Errors(input, taken)].filter(
      ({ instancePath }) => !pathFields.includes(instancePath.slice(1)),
    )
    assert.deepEqual([route, faults], [route, []])
  }
})

test('a process that is not ready is described too', () => {
  assert.deepEqual(Object.keys(find('GET /readyz')?.responses ?? {}), ['200', '503'])
})

test('who must, who may and who need not bring a token is described', () => {
  const security = (route: string) => find(route)?.security
  assert.deepEqual(security('POST /api/sessions/refresh'), [{}])
  assert.deepEqual(security('GET /api/drops/{dropId}'), [{}, { accessToken: [] }])
  assert.deepEqual(security('GET /api/orders/{orderId}/live'), [{ accessToken: [] }])
})

test('the description is served as it is, and what it names is there', async () => {
  await using shop = await openGatewayUnderTest({ doors: allDoors })
  const { json } = await ask(shop.url, 'GET /openapi.json')
  assert.deepEqual(json, JSON.parse(JSON.stringify(openApiDocument(allDoors, { mailbox: false }))))
  for (const path of Object.keys(json?.paths ?? {})) {
    const { status, json: problem } = await ask(shop.url, `OPTIONS ${path.replace(/[{}]/g, '')}`)
    assert.deepEqual([status, problem?.code], [405, 'method_not_allowed'], path)
  }
})
