import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problems } from '#contracts/problems.ts'
import { ask } from './ask-under-test.ts'
import { openGatewayUnderTest } from './gateway-under-test.ts'

const mail = {
  to: 'kim@example.com',
  subject: '<script>alert(1)</script>',
  text: 'Your code is 123456 & "more"',
  html: '<b onclick="x()">123456</b>',
  code: '123456',
  sentAtMs: 1_790_000_000_000,
}

test('the pages and what they load come from here, and run no script that stands in them', async () => {
  await using shop = await openGatewayUnderTest()
  for (const page of ['/', '/docs', '/docs/problems']) {
    const { status, text, headers } = await ask(shop.url, `GET ${page}`)
    assert.equal(status, 200, page)
    assert.match(headers.get('content-type') ?? '', /^text\/html/)
    const policy = headers.get('content-security-policy') ?? ''
    assert.match(policy, /^default-src 'none'; script-src 'self'/)
    assert.doesNotMatch(policy, /unsafe|\*/)
    assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|style=|\son\w+=|https?:\/\//)
    for (const [, asset] of text.matchAll(/(?:src|href)="(\/assets[^"]+)"/g)) {
      const loaded = await ask(shop.url, `GET ${asset}`)
      assert.equal(loaded.status, 200, asset)
      assert.match(loaded.headers.get('content-type') ?? '', /^text\/(css|javascript)/)
    }
  }
})

test('every code of a refusal is explained where its type leads', async () => {
  await using shop = await openGatewayUnderTest()
  const { text } = await ask(shop.url, 'GET /docs/problems')
  for (const code of Object.keys(problems)) assert.ok(text.includes(`<tr id="${code}">`), code)
})

test('the mailbox is JSON for programs and a page for people, in which no mail can do anything', async () => {
  const asked: unknown[] = []
  await using shop = await openGatewayUnderTest({
    mailbox: {
      readMailbox: async input => {
        asked.push(input)
        return { items: [mail] }
      },
    },
  })
  const json = await ask(shop.url, 'GET /dev/mailbox?to=kim%40example.com')
  assert.deepEqual(json.json, { items: [mail] })
  assert.deepEqual(asked, [{ to: 'kim@example.com' }])

  const page = await ask(shop.url, 'GET /dev/mailbox', { headers: { accept: 'text/html,*/*' } })
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  assert.doesNotMatch(page.text, /<script|<b onclick/)
  assert.match(page.text, /<iframe sandbox title="[^"]*" srcdoc="&#60;b onclick=&#34;x\(\)&#34;/)
  assert.match(page.text, /&#60;script&#62;alert\(1\)/)
  assert.equal((await ask(shop.url, 'GET /dev/mailbox?from=kim')).status, 422)
})

test('with a mail server there is no mailbox', async () => {
  await using shop = await openGatewayUnderTest()
  assert.equal((await ask(shop.url, 'GET /dev/mailbox')).status, 404)
})

test('the keys are public, and so is whether the shop is ready', async () => {
  let ready = false
  await using shop = await openGatewayUnderTest({ ready: () => ready })
  assert.deepEqual((await ask(shop.url, 'GET /.well-known/jwks.json')).json, { keys: [] })
  assert.equal((await ask(shop.url, 'GET /healthz')).status, 200)
  const starting = await ask(shop.url, 'GET /readyz')
  assert.deepEqual([starting.status, starting.headers.get('retry-after')], [503, '1'])
  ready = true
  assert.equal((await ask(shop.url, 'GET /readyz')).status, 200)
})
