import Fastify from 'fastify'
import { openMysql } from '#platform/database/database.mysql.ts'
import { uuidv7 } from '#platform/ids.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import { silentLog } from '#platform/measures/log.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import { wonCatalog } from '#services/stock/a-won-catalog.ts'
import { memoryStockGate } from '#services/stock/stock-gate.memory.ts'
import { stockService } from '#services/stock/stock-service.ts'
import * as store from '#services/stock/stock-store.ts'

/** How long a drop is believed: as in a shop of many processes, and not at all. */
const BELIEVED_MS = { cached: 1_000, uncached: 0 } as const

// One drop over MySQL, read by two services that differ in nothing but what they remember. Told the
// database's URL; says where they are read.
const [url = ''] = process.argv.slice(2)
const { signing, indexKey } = keyringFromText(newKeyringText())
const settings = { signingKey: signing[0], pseudonymSecret: indexKey }
await using database = await openMysql({ url, service: 'stock', store, settings })
const ids = { next: () => uuidv7(systemClock.nowMs()) }
const serviceThat = (believes: keyof typeof BELIEVED_MS) =>
  stockService({
    ...{ database, ids, clock: systemClock, log: silentLog },
    ...{ gate: memoryStockGate(), live: memoryLive(), believedMs: BELIEVED_MS[believes] },
    catalog: wonCatalog,
  }).calls

const app = Fastify()
for (const believes of ['cached', 'uncached'] as const) {
  const { readDrop } = serviceThat(believes)
  app.get<{ Params: { dropId: string } }>(`/${believes}/:dropId`, ({ params }) =>
    readDrop(params, fromService),
  )
}
const address = await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.([`${address}/cached/`, `${address}/uncached/`, await planDrop()])
await new Promise(resolve => process.once('SIGTERM', resolve))
await app.close()

async function planDrop(): Promise<string> {
  const calls = serviceThat('uncached')
  const [skuId, productId] = [ids.next(), ids.next()]
  const sku = { skuId, productId, title: 'Bench', options: {}, kind: 'drop' as const, units: 10 }
  await calls.putSkus({ skus: [sku] }, fromService)
  const nowMs = systemClock.nowMs()
  const drop = await calls.planDrop(
    {
      ...{ skuId, price: { amountMinor: 1_000, currency: 'KRW' }, units: 10, limitPerMember: 1 },
      ...{ opensAtMs: nowMs, closesAtMs: nowMs + 3_600_000 },
    },
    fromService,
  )
  if ('refused' in drop) throw new Error(`no drop: ${drop.refused}`)
  return drop.dropId
}
