import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqlite, startDatabaseThread } from '#platform/database/database.sqlite.ts'
import { measuredDatabases } from '#platform/database/database-measures.ts'
import { uuidv7 } from '#platform/ids.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import { silentLog } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { systemClock } from '#platform/time/clock.ts'
import { wonCatalog } from '#services/stock/a-won-catalog.ts'
import { memoryStockGate } from '#services/stock/stock-gate.memory.ts'
import { stockService } from '#services/stock/stock-service.ts'
import type { Figure } from './figure.ts'
import { median } from './load.ts'

export const name = 'engine'

const RESERVATIONS = 60_000
const AT_ONCE = 1_024
const MEMBERS = 60_000

/** The stock service alone, without HTTP: durable reservations on one hot drop. */
export async function measure(say: (sentence: string) => void): Promise<Figure[]> {
  const rates: number[] = []
  for (let round = 1; round <= 3; round++) {
    say(`round ${round} of 3`)
    rates.push(RESERVATIONS / (await reserveMany({ count: RESERVATIONS })).seconds)
  }
  const value = median(rates)
  return [
    {
      name: 'the engine without HTTP: durable reservations on one hot drop',
      value: Math.round(value),
      unit: 'a second',
      goal: '≥ 31,000',
      reached: value >= 31_000,
      tool: `in process, ${AT_ONCE} at once`,
      detail: { rates: rates.map(Math.round) },
    },
  ]
}

/** What so many reservations took: by the clock, and of the processor, its threads included. */
type Spent = { readonly seconds: number; readonly cpuSeconds: number }

type How = { readonly count: number; readonly metrics?: Metrics }

export async function reserveMany({ count, metrics }: How): Promise<Spent> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'firstcome-bench-'))
  await using thread = startDatabaseThread(systemClock)
  const keyring = keyringFromText(newKeyringText())
  const settings = { signingKey: keyring.signing[0], pseudonymSecret: keyring.indexKey }
  await using bare = await openSqlite<typeof import('#services/stock/stock-store.ts')>(
    thread,
    folder.path,
    'stock',
    '#services/stock/stock-store.ts',
    settings,
  )
  const database = metrics === undefined ? bare : measuredDatabases(metrics)(bare)
  const ids = { next: () => uuidv7(Date.now()) }
  const { calls } = stockService({
    database,
    gate: memoryStockGate(),
    catalog: wonCatalog,
    live: memoryLive(),
    clock: systemClock,
    ids,
    log: silentLog,
    ...(metrics && { metrics }),
  })
  const dropId = await openDrop(calls, ids, count)
  const callers = Array.from({ length: MEMBERS }, () => ({
    memberId: ids.next(),
    roles: ['member' as const],
    emailVerified: true,
    sessionId: ids.next(),
  }))
  let next = 0
  const fromMs = performance.now()
  const cpu = process.cpuUsage()
  const buyer = async () => {
    while (next < count) {
      const number = next++
      // A stride that is prime to the number of members: neighbours in time are strangers.
      const caller = callers[(number * 7_919) % MEMBERS] ?? null
      const context = { caller, idempotencyKey: `k${number}` }
      const answer = await calls.reserve({ dropId, quantity: 1 }, context)
      if (typeof answer !== 'string') throw new Error(`refused: ${answer.refused}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, buyer))
  const { user, system } = process.cpuUsage(cpu)
  return {
    seconds: (performance.now() - fromMs) / 1_000,
    cpuSeconds: (user + system) / 1_000_000,
  }
}

async function openDrop(
  calls: ReturnType<typeof stockService>['calls'],
  ids: { next(): string },
  units: number,
): Promise<string> {
  const skuId = ids.next()
  const sku = {
    skuId,
    productId: ids.next(),
    title: 'Bench',
    options: {},
    kind: 'drop' as const,
    units,
  }
  await calls.putSkus({ skus: [sku] }, fromService)
  const drop = await calls.planDrop(
    {
      skuId,
      price: { amountMinor: 1_000, currency: 'KRW' },
      units,
      opensAtMs: Date.now() - 1,
      closesAtMs: Date.now() + 3_600_000,
      limitPerMember: 1_000,
    },
    fromService,
  )
  if ('refused' in drop) throw new Error(`no drop: ${drop.refused}`)
  return drop.dropId
}
