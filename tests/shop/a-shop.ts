import { readConfig } from '#platform/config.ts'
import { silentLog } from '#platform/measures/log.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { openShop, type Shop, type ShopOptions } from '#run/wiring.ts'
import { httpClient } from './http-client.ts'
import { type Shopping, shopping } from './shopping.ts'
import { type SomePlace, somePlace } from './some-place.ts'

export type TestShop = Shop & Shopping & { readonly url: string; readonly clock: VirtualClock }

const admin = { email: 'chief@shop.example', password: 'Chief-of-the-shop-2026!' }

/**
 * A whole shop in this process, on free ports, in an empty folder, at a time that the test moves.
 * Its services copy what they tell each other, as if they were apart.
 */
export async function openTestShop({
  clock = virtualClock(),
  environment = {},
  place: shared,
  ...options
}: Omit<ShopOptions, 'clock'> & {
  clock?: VirtualClock
  /** Where it lies, if not in a place of its own. */
  place?: SomePlace
  environment?: Record<string, string>
} = {}): Promise<TestShop> {
  await using opened = new AsyncDisposableStack()
  const place = shared ?? opened.use(await somePlace())
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
  const shop = opened.use(
    await openShop(config, { log: silentLog, copies: true, clock, ...options }),
  )
  const url = `http://localhost:${shop.httpPort}`
  const all = opened.move()
  return {
    ...shop,
    ...shopping(httpClient(url), clock, admin),
    url,
    clock,
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}
