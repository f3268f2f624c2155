import { readConfig } from '#platform/config.ts'
import { silentLog } from '#platform/measures/log.ts'
import { systemClock } from '#platform/time/clock.ts'
import { buildWeb } from '#run/build-web.ts'
import { openShop, type Shop } from '#run/wiring.ts'
import { httpClient } from '#tests/shop/http-client.ts'
import { type Shopping, shopping } from '#tests/shop/shopping.ts'
import { someEmbeddedPlace } from '#tests/shop/some-place.ts'

export type WebShop = Shop & Shopping & { readonly url: string }

const admin = { email: 'chief@shop.example', password: 'Chief-of-the-shop-2026!' }

/**
 * A whole shop in this process with its pages, at the time that it is: what a browser shows goes by
 * the time of the machine, and so must the shop. The pages are built where they are not yet.
 */
export async function openWebShop(environment: Record<string, string> = {}): Promise<WebShop> {
  await using opened = new AsyncDisposableStack()
  await buildWeb()
  const place = opened.use(await someEmbeddedPlace())
  const config = readConfig({
    HTTP_PORT: '0',
    PRIVATE_PORT: '0',
    ...place.environment,
    PUBLIC_URL: 'http://localhost',
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    RATE_LIMITS: 'off',
    ...environment,
  })
  const shop = opened.use(await openShop(config, { log: silentLog }))
  const url = `http://localhost:${shop.httpPort}`
  const all = opened.move()
  return {
    ...shop,
    ...shopping(httpClient(url), systemClock, admin),
    url,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}
