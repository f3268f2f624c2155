import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nextPath, wayIn } from './next-path.ts'

test('logging in leads back to where one was, and never to another site', () => {
  assert.equal(nextPath('/checkout/0190?method=card'), '/checkout/0190?method=card')
  for (const elsewhere of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example']) {
    assert.equal(nextPath(elsewhere), '/')
  }
})

test('the way by signing up leads to the same place', () => {
  const path = wayIn('/signup', '/drops/0190?a=b')
  assert.equal(nextPath(new URL(path, 'http://shop').searchParams.get('next')), '/drops/0190?a=b')
})
