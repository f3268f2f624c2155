import type { Event } from '#contracts/event.ts'
import { money } from '#contracts/money.ts'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { ordersApi, type ShippingAddress } from '#contracts/orders.ts'
import type { OutboxRow } from '#platform/database/database.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { eventsOf } from '#platform/events/outbox-reading.ts'
import { uuidv7 } from '#platform/ids.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import type { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/measures/log.ts'
import { local } from '#platform/rpc/rpc.ts'
import { keyringFromText, newKeyringText } from '#platform/security/keyring.ts'
import { personalData } from '#platform/security/personal-data.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { aSmallStock, type SmallStock } from './a-small-stock.ts'
import { type OrdersDatabase, type OrdersDeps, ordersService } from './orders-service.ts'
import type { SkuForSale } from './price-lines.ts'

type Store = typeof import('./orders-store.ts')

export type OrdersInATest = AsyncDisposable & {
  readonly orders: Calls<typeof ordersApi>
  readonly deps: OrdersDeps
  readonly database: OrdersDatabase
  /** Whatever somebody finds who looks into the database itself. */
  readonly storedBytes: () => Promise<Buffer>
  readonly stock: SmallStock
  /** What the catalogue sells, by SKU. */
  readonly forSale: Map<string, SkuForSale>
  readonly addresses: Map<string, ShippingAddress>
  /** What payments was asked to give back, by the refund's id. */
  readonly refunds: Map<string, { readonly paymentId: string; readonly amountMinor: number }>
  readonly clock: VirtualClock
  readonly live: Live
  /** Puts a SKU into the catalogue and its units into stock. */
  readonly sell: (units: number, more?: Partial<SkuForSale>) => SkuForSale
  /** Brings what stock has announced since the last time. */
  readonly deliver: () => Promise<void>
  /** Brings rows of a source's outbox, as many at a time as told, then tells those who look. */
  readonly deliverRows: (source: string, rows: readonly OutboxRow[], batch: number) => Promise<void>
  readonly runJob: (name: string) => Promise<void>
  /** What orders has announced. */
  readonly announced: () => Promise<Event[]>
}

/** The orders service over a real database, with a small stock, catalogue and members beside it. */
export async function anOrdersService(overrides: Partial<OrdersDeps> = {}): Promise<OrdersInATest> {
  await using opened = new AsyncDisposableStack()
  const clock = virtualClock()
  const nowMs = () => clock.nowMs()
  const databases = opened.use(await someDatabases(clock))
  const module = import.meta.resolve('./orders-store.ts')
  const database = opened.use(await databases.open<Store>('orders', module))
  const stock = aSmallStock({ nowMs })
  const forSale = new Map<string, SkuForSale>()
  const addresses = new Map<string, ShippingAddress>()
  const refunds: OrdersInATest['refunds'] = new Map()
  const live = memoryLive()
  const deps: OrdersDeps = {
    database,
    stock,
    catalog: {
      readSkusForSale: async ({ skuIds }) => ({
        skus: skuIds.flatMap(skuId => forSale.get(skuId) ?? []),
      }),
    },
    payments: {
      readCaptures: async () => ({ items: [] }),
      findCaptures: async () => ({ items: [] }),
      listPaymentsOf: async () => ({ items: [], nextCursor: null }),
      async refundOrder({ refundId, paymentId, amountMinor }) {
        refunds.set(refundId, { paymentId, amountMinor })
        return { amountMinor }
      },
    },
    members: {
      listMembers: async () => ({ items: [], nextCursor: null }),
      readDefaultAddresses: async ({ memberIds }) => ({
        addresses: memberIds.flatMap(memberId => {
          const address = addresses.get(memberId)
          return address === undefined ? [] : { memberId, address }
        }),
      }),
    },
    personalData: personalData(keyringFromText(newKeyringText())),
    live,
    clock,
    ids: { next: () => uuidv7(clock.nowMs()) },
    log: silentLog,
    orderHoldMs: 600_000,
    dayMs: 86_400_000,
    ...overrides,
  }
  const service = ordersService(deps)
  const deliverRows: OrdersInATest['deliverRows'] = async (source, rows, batch) => {
    for (let start = 0; start < rows.length; start += batch) {
      const after = await database.events.readCursor({ source })
      const slice = rows.slice(start, start + batch)
      // Numbered anew, because a repeated event comes under a number of its own.
      const numbered = slice.map((row, at) => ({ ...row, number: after + at + 1 }))
      const result = await database.events.consume({ source, after, rows: numbered })
      service.subscription?.afterwards?.(result)
    }
  }
  const all = opened.move()
  return {
    orders: local(ordersApi, service.calls, { copies: true }),
    deps,
    database,
    storedBytes: () => databases.storedBytes(),
    stock,
    forSale,
    addresses,
    refunds,
    clock,
    live,
    sell(units, more = {}) {
      const sku: SkuForSale = {
        skuId: aMemberId(),
        productId: aMemberId(),
        title: '한정판 Sneaker',
        options: { size: 'M' },
        kind: 'regular',
        price: money(8_000, 'KRW'),
        ...more,
      }
      forSale.set(sku.skuId, sku)
      stock.free.set(sku.skuId, units)
      return sku
    },
    async deliver() {
      const last = await database.events.readCursor({ source: 'stock' })
      await deliverRows('stock', stock.announced.slice(last), 500)
    },
    deliverRows,
    async runJob(name) {
      await service.jobs?.find(job => job.name === name)?.run()
    },
    async announced() {
      const rows = await database.events.readOutbox({ after: 0, limit: 100_000 })
      return rows.flatMap(row => eventsOf('orders', row))
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

/** An id; of whom or what does not matter. */
export const aMemberId = () => uuidv7(1_790_000_000_000)

export function asMember(memberId: string, idempotencyKey?: string): CallContext {
  return {
    caller: { memberId, roles: ['member'], emailVerified: true, sessionId: memberId },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  }
}

export function anAddress(more: Partial<ShippingAddress> = {}): ShippingAddress {
  return {
    recipient: '이순신',
    phone: '010-1234-5678',
    postalCode: '04524',
    line1: '서울 중구 세종대로 110',
    ...more,
  }
}
