import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { WaysToPay } from '#contracts/providers.ts'
import { openGatewayUnderTest } from './gateway-under-test.ts'

let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'web-'))
  await mkdir(join(folder, 'static'))
  const files = {
    'shop.html': '<!doctype html><title>the shop</title>',
    'console.html': '<!doctype html><title>the console</title>',
    'static/shop-1a.js': 'say("plain")',
    'static/shop-1a.js.gz': gzipSync('say("gzip")'),
    'made-of.txt': 'nobody’s business',
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
})

after(() => rm(folder, { recursive: true, force: true }))

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

test('whoever goes to an address by a browser gets the page of the shop, or of the console', async () => {
  await using shop = await openGatewayUnderTest({ webFolder: folder })
  for (const [path, title] of [
    ['/', 'the shop'],
    ['/drops/0190', 'the shop'],
    ['/verify?token=abc', 'the shop'],
    ['/consolation', 'the shop'],
    ['/console', 'the console'],
    ['/console/drops?state=open', 'the console'],
  ] as const) {
    const page = await fetch(shop.url + path, { headers: html })
    assert.equal(page.status, 200, path)
    assert.match(await page.text(), new RegExp(title), path)
    assert.equal(page.headers.get('cache-control'), 'no-cache')
    const policy = page.headers.get('content-security-policy') ?? ''
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/)
    assert.doesNotMatch(policy, /unsafe|\*/)
    const etag = page.headers.get('etag') ?? ''
    const again = await fetch(shop.url + path, { headers: { ...html, 'if-none-match': etag } })
    assert.equal(again.status, 304, path)
  }
})

test('programs are told of a wrong address as ever, and no page is given for one', async () => {
  await using shop = await openGatewayUnderTest({ webFolder: folder })
  for (const path of ['/api/drop', '/static/shop-2b.js', '/docs/nothing', '/.well-known/x']) {
    const { status, headers } = await fetch(shop.url + path, { headers: html })
    assert.deepEqual([status, headers.get('content-type')], [404, 'application/problem+json'], path)
  }
  assert.equal((await fetch(`${shop.url}/drops/0190`)).status, 404)
  assert.equal(
    (await fetch(`${shop.url}/drops/0190`, { method: 'POST', headers: html })).status,
    404,
  )
  assert.equal((await fetch(`${shop.url}/made-of.txt`)).status, 404)
})

test('files are kept for ever by their name, and go out as small as they were made', async () => {
  await using shop = await openGatewayUnderTest({ webFolder: folder })
  const url = `${shop.url}/static/shop-1a.js`
  const zipped = await fetch(url, { headers: { 'accept-encoding': 'gzip' } })
  assert.equal(zipped.headers.get('content-encoding'), 'gzip')
  assert.equal(zipped.headers.get('cache-control'), 'public, max-age=31536000, immutable')
  assert.equal(zipped.headers.get('vary'), 'accept-encoding')
  assert.equal(await zipped.text(), 'say("gzip")')
  const plain = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  assert.equal(await plain.text(), 'say("plain")')
  const head = await fetch(url, { method: 'HEAD', headers: { 'accept-encoding': 'identity' } })
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, '12'])
})

test('a shop whose pages were not built says so', async () => {
  await using shop = await openGatewayUnderTest({ webFolder: join(folder, 'nowhere') })
  const page = await fetch(shop.url, { headers: html })
  assert.equal(page.status, 200)
  assert.match(await page.text(), /pages were not built here/)
})

test('only the shop’s pages let the payment provider in, and only while there is one', async () => {
  const window = {
    ...{ scriptUrl: 'https://js.pay.example/v2', scripts: ['https://js.pay.example'] },
    ...{ connections: ['https://*.pay.example'], frames: ['https://pay.example'] },
    forms: ['https://form.pay.example'],
  }
  let answer: () => Promise<WaysToPay> = () => Promise.reject(new Error('gone'))
  const payments = { readWaysToPay: () => answer() }
  await using shop = await openGatewayUnderTest({ webFolder: folder, payments })
  const look = async (path: string, known = '') => {
    const { status, headers } = await fetch(shop.url + path, {
      headers: { ...html, 'if-none-match': known },
    })
    const policy = headers.get('content-security-policy') ?? ''
    return { status, etag: headers.get('etag') ?? '', policy }
  }
  const before = await look('/checkout/1')
  assert.doesNotMatch(before.policy, /pay\.example|frame-src/)
  answer = async () => ({ provider: 'toss', methods: ['card'], window })
  shop.clock.advance(1_000)
  const after = await look('/checkout/1', before.etag)
  assert.equal(after.status, 200, 'what a browser kept was kept with the other policy')
  for (const directive of [
    "script-src 'self' https://js.pay.example;",
    "connect-src 'self' https://*.pay.example;",
    'frame-src https://pay.example;',
    'form-action https://form.pay.example;',
  ]) {
    assert(after.policy.includes(directive), directive)
  }
  assert.doesNotMatch((await look('/console')).policy, /pay\.example/)

  answer = () => Promise.reject(new Error('gone again'))
  shop.clock.advance(60_000)
  assert.equal((await look('/checkout/1', after.etag)).status, 304)
  answer = async () => ({ provider: 'simulator', methods: ['card'] })
  shop.clock.advance(1_000)
  await look('/')
  assert.equal((await look('/')).policy, before.policy)
})
