import closeWithGrace from 'close-with-grace'
import type { Config } from '#platform/config.ts'
import { letStartGo } from '#platform/let-start-go.ts'
import { openLog } from '#platform/measures/log.ts'
import { startWarnings } from './start-warnings.ts'
import { openShop, type Shop, type ShopOptions } from './wiring.ts'

/** Longer than doors, jobs and databases may take to close together. */
const CLOSE_MS = 20_000

/** How long clients are served on when the process is asked to end, and told to come no more. */
const LEAVE_MS = 1_000

/**
 * Opens a shop that closes gracefully when the process is asked to end: with 0, or with 1 where
 * something broke that nobody caught.
 */
export async function keepShopOpen(
  config: Config,
  options: Pick<ShopOptions, 'parts'> = {},
): Promise<Shop> {
  const log = openLog(config.logLevel)
  const shop = await openShop(config, { ...options, log, leaveMs: LEAVE_MS })
  for (const warning of startWarnings(config)) log.warn(warning)
  log.info({ port: shop.httpPort, privatePort: shop.privatePort }, 'the shop is open')

  closeWithGrace({ delay: CLOSE_MS, logger: false }, async ({ signal, err }) => {
    if (err) log.error({ err }, 'something broke that nobody caught; the shop ends')
    else log.info({ signal }, 'the shop ends')
    await shop[Symbol.asyncDispose]()
  })
  await letStartGo()
  return shop
}
