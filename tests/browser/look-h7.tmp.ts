import { openBrowser } from './a-browser.ts'
import { httpClient } from '#tests/shop/http-client.ts'
import { shopping } from '#tests/shop/shopping.ts'
import { systemClock } from '#platform/time/clock.ts'
const url = 'http://localhost:8199'
const admin = { email: 'admin@example.com', password: 'Chief-of-the-shop-2026!' }
const shop = shopping(httpClient(url), systemClock, admin) as any
const as = await shop.asAdmin()
const call = async (r: string, body?: unknown, who = as) => { const a = await shop.call(r, { as: who, body, ...(r.includes('refunds') && { key: crypto.randomUUID() }) }); return a }
let orderId = process.env.ORDER ?? ''
if (!orderId) {
  const buyer = await shop.signUp()
  await shop.call('POST /api/members/me/addresses', { as: buyer, body: { recipient: '김민지', phone: '010-1234-5678', postalCode: '04524', line1: '길 1', isDefault: true } })
  const drop = await shop.makeDrop({ units: 3, price: 50_000 })
  const { reserved, paymentId } = await shop.buy(buyer, drop)
  orderId = reserved.orderId
  await new Promise(r => setTimeout(r, 1500))
  console.log((await call(`POST /api/admin/orders/${orderId}/shipment`, { carrier: 'CJ', trackingNumber: '6401' })).status)
  console.log((await call(`POST /api/admin/orders/${orderId}/delivery`)).status)
  console.log((await shop.call(`POST /api/orders/${orderId}/returns`, { as: buyer, body: { reason: '색이 달라요' } })).status)
  console.log((await call(`POST /api/admin/payments/${paymentId}/refunds`, { amountMinor: 50000, reason: 'late' })).status)
  const p = await call('GET /api/products?limit=1')
  const sku = (p.body as any).items[0].skus[0].skuId
  const zero = await call(`POST /api/admin/skus/${sku}/adjustments`, { delta: 0, reason: 'x' })
  console.log(zero.status, JSON.stringify(zero.body))
  await call(`POST /api/admin/skus/${sku}/adjustments`, { delta: 2, reason: 'x' })
  console.log('ORDER', orderId, buyer.email, buyer.password)
}
const products = ((await call('GET /api/products?limit=5')).body as any).items
const drops = ((await call('GET /api/drops?limit=5')).body as any).items
const members = [as.memberId]
const pages: Record<string,string> = {
  home: '/', drops: '/drops', drop: `/drops/${drops[0].dropId}`, plan: '/drops/new', board: `/drops/${drops[0].dropId}/board`,
  orders: '/orders', order: `/orders/${orderId}`, shipping: '/shipping', products: '/products', product: `/products/${products[0].productId}`, newproduct: '/products/new',
  categories: '/categories', members: '/members', member: `/members/${members[0]}`, audit: '/audit', letters: '/dead-letters', recon: '/reconciliation', diffs: '/differences', rehearsals: '/rehearsals', services: '/services',
}
const only = (process.env.ONLY ?? '').split(',').filter(Boolean)
const width = Number(process.env.WIDTH ?? 375)
await using browser = await openBrowser()
const context = await browser.newContext({ viewport: { width, height: width < 500 ? 812 : 900 }, deviceScaleFactor: 1, locale: process.env.LANGUAGE ?? 'ko-KR', timezoneId: 'Asia/Seoul', hasTouch: width < 500, isMobile: width < 500 })
await context.request.post(url + '/api/sessions', { data: { ...admin, tokens: 'cookie' } })
const page = await context.newPage()
await page.addInitScript(() => localStorage.setItem('session', '1'))
for (const [name, path] of Object.entries(pages)) {
  if (only.length && !only.includes(name)) continue
  await page.goto(`${url}/console${path}`, { waitUntil: 'load' })
  await page.locator('main').first().waitFor()
  await page.waitForTimeout(900)
  const found = await page.evaluate(`(() => {
    const out = []
    for (const el of document.querySelectorAll('a, button, input, select, textarea, summary')) {
      const target = (el.type === 'checkbox' || el.type === 'radio') ? (el.closest('label') ?? el) : el
      const { width, height } = target.getBoundingClientRect()
      if (width === 0 || height === 0) continue
      if (height < 24 || width < 24) out.push('SMALL ' + el.tagName + ' ' + Math.round(width) + 'x' + Math.round(height) + ' ' + (el.textContent || el.name || el.placeholder || '').trim().slice(0, 30))
      else if ((el.tagName !== 'A') && height < 44) out.push('under44 ' + el.tagName + ' ' + Math.round(width) + 'x' + Math.round(height) + ' ' + (el.textContent || el.name || '').trim().slice(0, 30))
    }
    const over = document.documentElement.scrollWidth - innerWidth
    if (over > 0) out.push('OVERFLOW ' + over)
    const cut = [...document.querySelectorAll('main *')].filter(el => { const r = el.getBoundingClientRect(); return r.width > 0 && r.right > innerWidth + 1 && !el.closest('section[aria-label], .overflow-auto, .overflow-x-auto') }).slice(0, 5).map(el => 'CUT ' + el.tagName + ' ' + el.className.toString().slice(0, 60))
    return [...new Set([...out, ...cut])]
  })()`) as string[]
  console.log('==', name); for (const line of found.slice(0, 14)) console.log('  ', line)
  await page.screenshot({ path: `/tmp/h7/pics/${name}-${width}.png`, fullPage: true })
}
