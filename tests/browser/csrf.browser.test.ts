import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, suite, test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { openTestShop, type TestShop } from '#tests/shop/a-shop.ts'
import type { Buyer } from '#tests/shop/shopping.ts'
import { openBrowser, type TestBrowser } from './a-browser.ts'

type Tried = { readonly status: number | 'kept from' }

/** An empty page of somebody else, by whatever name it is asked for. */
async function aForeignServer() {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Win a prize')
  })
  server.listen(0)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    // Another site, to which no cookie of the shop goes; and one that only its port keeps apart,
    // for which a browser sends them all.
    pages: [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`],
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

suite('A browser that is logged in', () => {
  let shop: TestShop
  let browser: TestBrowser
  before(async () => {
    shop = await openTestShop()
    browser = await openBrowser()
  })
  after(async () => {
    await browser[Symbol.asyncDispose]()
    await shop[Symbol.asyncDispose]()
  })

  /** What the shop said to a request that a page made; pages of others may not read it. */
  async function tryFrom(page: Page, path: string, options: object): Promise<Tried> {
    const seen: number[] = []
    page.on('response', answer => {
      if (answer.url().endsWith(path) && answer.request().method() !== 'OPTIONS') {
        seen.push(answer.status())
      }
    })
    const ask = { credentials: 'include', ...options }
    await page.evaluate(([url, init]) => fetch(url, init as RequestInit).then(String, String), [
      shop.url + path,
      ask,
    ] as const)
    page.removeAllListeners('response')
    return { status: seen[0] ?? 'kept from' }
  }

  /** A page of the shop, in a browser in which the member has logged in. */
  async function loggedIn({ email, password }: Buyer): Promise<readonly [BrowserContext, Page]> {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${shop.url}/docs/problems`)
    const body = JSON.stringify({ email, password })
    const headers = { 'content-type': 'application/json' }
    const { status } = await tryFrom(page, '/api/sessions', { method: 'POST', headers, body })
    assert.equal(status, 201)
    return [context, page]
  }

  test('keeps the refresh token where no script reads it and no other path gets it', async () => {
    const [context, page] = await loggedIn(await shop.signUp())
    const [cookie, ...others] = await context.cookies(`${shop.url}/api/sessions/refresh`)
    assert.deepEqual(others, [])
    const { httpOnly, sameSite, path, domain } = cookie ?? {}
    const kept = { httpOnly: true, sameSite: 'Strict', path: '/api/sessions', domain: 'localhost' }
    assert.deepEqual({ httpOnly, sameSite, path, domain }, kept)
    assert.deepEqual(await context.cookies(`${shop.url}/api/orders`), [])
    assert.equal(await page.evaluate('document.cookie'), '')
    await context.close()
  })

  test('does nothing in the shop for a page of another origin', async () => {
    await using foreign = await aForeignServer()
    const buyer = await shop.signUp()
    const drop = await shop.makeDrop()
    const [context, own] = await loggedIn(buyer)
    const before = await context.cookies(`${shop.url}/api/sessions`)
    const page = await context.newPage()
    const json = { 'content-type': 'application/json' }
    const reserve = `/api/drops/${drop.dropId}/reservations`
    const tries: readonly (readonly [string, object])[] = [
      ['/api/sessions/refresh', { method: 'POST', mode: 'no-cors' }],
      ['/api/sessions/refresh', { method: 'POST', mode: 'no-cors', body: '{}' }],
      ['/api/sessions/refresh', { method: 'POST', headers: json, body: '{}' }],
      ['/api/sessions', { method: 'POST', mode: 'no-cors', body: JSON.stringify(buyer) }],
      ['/api/sessions', { method: 'DELETE' }],
      ['/api/sessions/current', { method: 'DELETE' }],
      [reserve, { method: 'POST', mode: 'no-cors', body: '{"quantity":1}' }],
      [
        reserve,
        { method: 'POST', headers: { ...json, 'idempotency-key': 'k' }, body: '{"quantity":1}' },
      ],
    ]
    for (const url of foreign.pages) {
      await page.goto(url)
      for (const [path, options] of tries) {
        const { status } = await tryFrom(page, path, options)
        const isRefused = status === 'kept from' || (status >= 400 && status < 500)
        assert(isRefused, `${url} ${JSON.stringify(options)} ${path}: ${status}`)
      }
      // A form leaves no preflight behind, and takes the whole window along.
      await page.evaluate(
        `const form = document.createElement('form'); form.method = 'post';
         form.action = '${shop.url}/api/sessions/refresh'; document.body.append(form); form.submit()`,
      )
      await page.waitForURL(`${shop.url}/**`)
      assert.match(await page.content(), /forbidden|media_type|token_missing|body_malformed/)
    }
    // Nothing was renewed, or ended, or taken.
    assert.deepEqual(await context.cookies(`${shop.url}/api/sessions`), before)
    const options = { method: 'POST', headers: json, body: '{}' }
    assert.deepEqual(await tryFrom(own, '/api/sessions/refresh', options), { status: 200 })
    assert.equal((await shop.readDrop(drop.dropId)).remaining, drop.units)
    await context.close()
  })

  test('reads nothing of the shop for a page of another origin', async () => {
    await using foreign = await aForeignServer()
    const [context] = await loggedIn(await shop.signUp())
    const page = await context.newPage()
    for (const url of foreign.pages) {
      await page.goto(url)
      for (const path of ['/api/drops', '/api/members/me', '/openapi.json']) {
        const read = await page.evaluate(
          wanted => fetch(wanted, { credentials: 'include' }).then(() => 'read', String),
          shop.url + path,
        )
        assert.match(read, /TypeError/, `${url} ${path}`)
      }
    }
    await context.close()
  })

  test('has no cookie any more after logging out', async () => {
    const buyer = await shop.signUp()
    const [context, page] = await loggedIn(buyer)
    const json = { 'content-type': 'application/json' }
    const renewed = await page.evaluate(
      ([url, headers]) =>
        fetch(url, { method: 'POST', headers, body: '{}' }).then(answer => answer.json()),
      [`${shop.url}/api/sessions/refresh`, json] as const,
    )
    const { accessToken } = renewed as { readonly accessToken: string }
    const headers = { authorization: `Bearer ${accessToken}` }
    const { status } = await tryFrom(page, '/api/sessions/current', { method: 'DELETE', headers })
    assert.equal(status, 204)
    assert.deepEqual(await context.cookies(`${shop.url}/api/sessions`), [])
    await context.close()
  })
})
