import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownRoutes } from './known-routes.ts'

test('an address is known by its form, and answers what all routes of that form answer', () => {
  const routes = knownRoutes()
  routes.add(['GET', 'HEAD'], '/api/sessions')
  routes.add('DELETE', '/api/sessions/current')
  routes.add('PUT', '/api/sessions/:sessionId')
  routes.add('GET', '/a.b')
  assert.deepEqual(routes.methodsOf('/api/sessions?a=/b'), ['GET', 'HEAD'])
  assert.deepEqual(routes.methodsOf('/api/sessions/current'), ['DELETE', 'PUT'])
  assert.deepEqual(routes.methodsOf('/api/sessions/42'), ['PUT'])
  for (const unknown of ['/api/sessions/', '/api/sessions/42/x', '/axb', '/api', '']) {
    assert.deepEqual(routes.methodsOf(unknown), [], unknown)
  }
})
