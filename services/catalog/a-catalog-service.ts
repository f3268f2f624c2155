import assert from 'node:assert/strict'
import type { Static } from 'typebox'
import { catalogApi, type Product } from '#contracts/catalog.ts'
import type { Category } from '#contracts/categories.ts'
import { money } from '#contracts/money.ts'
import type { CallContext, Caller, Calls } from '#contracts/operation.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import type { SkuStock } from '#contracts/skus.ts'
import { DatabaseUnavailable } from '#platform/database/database.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import type { Live } from '#platform/live/live.ts'
import { silentLog } from '#platform/measures/log.ts'
import { local } from '#platform/rpc/rpc.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { type CatalogDatabase, type CatalogDeps, catalogService } from './catalog-service.ts'

type Store = typeof import('./catalog-store.ts')
type NewProduct = Parameters<Calls<typeof catalogApi>['createProduct']>[0]

/**
 * A stand-in for stock in the tests of the catalogue, because services do not import one another:
 * it knows units and drops that a test sets, and counts how often it is asked.
 */
type CountedStock = CatalogDeps['stock'] & {
  readonly skus: Map<string, SkuStock>
  readonly titles: Map<string, string>
  asked: number
  /** What happens between what is answered and that it is heard. */
  meanwhile: () => void
  isDown: boolean
  losesAnswers: boolean
}

type RestockNotice = { mailId: string; memberId: string; productId: string; title: string }

/** A stand-in for notifications: it keeps what it was asked to send. */
type CountedNotifications = CatalogDeps['notifications'] & {
  readonly sent: RestockNotice[]
  losesAnswers: boolean
}

export type CatalogInATest = AsyncDisposable & {
  readonly catalog: Calls<typeof catalogApi>
  readonly database: CatalogDatabase
  readonly stock: CountedStock
  readonly notifications: CountedNotifications
  readonly job: (name: string) => Job
  readonly live: Live
  readonly clock: VirtualClock
  readonly make: (more?: Partial<NewProduct>) => Promise<Product>
  readonly makeCategory: (name: string, parentId?: string | null) => Promise<Category>
  readonly read: (productId: string) => Promise<Product>
  /** A page of a list, as a visitor reads it, or as somebody else. */
  readonly list: (input: ListInput, who?: CallContext) => Promise<ProductPage>
  /** All pages of a list, and how many there were. */
  readonly listAll: (input: ListInput) => Promise<{ titles: string[]; pages: number }>
}

type ProductPage = Static<typeof catalogApi.listProducts.output>
type ListInput = Parameters<Calls<typeof catalogApi>['listProducts']>[0]

export const merchant: CallContext = {
  caller: {
    memberId: uuidv7(1_790_000_000_000),
    roles: ['merchant'],
    emailVerified: true,
    sessionId: uuidv7(1_790_000_000_000),
  },
}
export const visitor: CallContext = { caller: null }

/** A member nobody has seen before. */
export const aMember = (): CallContext & { readonly caller: Caller } => ({
  caller: {
    memberId: anUnknownId(),
    roles: ['member'],
    emailVerified: true,
    sessionId: anUnknownId(),
  },
})

/** An id of nothing. */
export const anUnknownId = () => uuidv7(1_790_000_000_000)

/**
 * The catalogue over a real database, with counted stock beside it. News may be lost, as between
 * processes, unless all of it is told.
 */
export async function aCatalogService({
  tellsAll = false,
}: Partial<Pick<Live, 'tellsAll'>> = {}): Promise<CatalogInATest> {
  await using opened = new AsyncDisposableStack()
  const clock = virtualClock()
  const databases = opened.use(await someDatabases(clock))
  const module = import.meta.resolve('./catalog-store.ts')
  const database = opened.use(await databases.open<Store>('catalog', module))
  const stock = countedStock()
  const live = { ...memoryLive(), tellsAll }
  const ids = { next: () => uuidv7(clock.nowMs()) }
  const notifications = countedNotifications()
  const deps: CatalogDeps = { database, stock, notifications, live, clock, ids, log: silentLog }
  const service = catalogService(deps)
  const catalog = local(catalogApi, service.calls, { copies: true })
  const list: CatalogInATest['list'] = async (input, who = visitor) =>
    JSON.parse(String(given(await catalog.listProducts(input, who))))
  const all = opened.move()
  return {
    catalog,
    database,
    stock,
    notifications,
    job(name) {
      const job = service.jobs?.find(known => known.name === name)
      assert.ok(job, `${name} is a job`)
      return job
    },
    live,
    clock,
    async make(more = {}) {
      return given(await catalog.createProduct({ ...aProduct, ...more }, merchant))
    },
    async makeCategory(name, parentId = null) {
      return given(await catalog.createCategory({ name, parentId }, merchant))
    },
    list,
    read: async productId => JSON.parse(given(await catalog.readProduct({ productId }, visitor))),
    async listAll(input) {
      const titles: string[] = []
      let cursor: string | undefined
      let pages = 0
      do {
        const next = cursor === undefined ? input : { ...input, cursor }
        const page = await list(next)
        titles.push(...page.items.map(product => product.title))
        cursor = page.nextCursor ?? undefined
        assert.ok(++pages < 100, 'a list ends')
      } while (cursor !== undefined)
      return { titles, pages }
    },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

const aProduct: NewProduct = {
  title: '한정판 Sneaker',
  description: 'Made for tests.',
  kind: 'regular',
  price: money(8_000, 'KRW'),
  skus: [{ options: { size: 'M' }, units: 10 }],
}

/** An answer that is no refusal. */
export function given<Answer>(answer: Answer): Exclude<Answer, { readonly refused: unknown }> {
  assert.ok(!isRefusal(answer), JSON.stringify(answer))
  return answer as Exclude<Answer, { readonly refused: unknown }>
}

function countedNotifications(): CountedNotifications {
  const sent: RestockNotice[] = []
  return {
    sent,
    losesAnswers: false,
    async sendRestockNotices({ notices }) {
      sent.push(...notices)
      if (this.losesAnswers) throw new Error('the answer was lost')
      return null
    },
  }
}

function countedStock(): CountedStock {
  const skus = new Map<string, SkuStock>()
  const titles = new Map<string, string>()
  return {
    skus,
    titles,
    asked: 0,
    meanwhile: () => undefined,
    isDown: false,
    losesAnswers: false,
    async readSkus({ skuIds }) {
      this.asked++
      if (this.isDown) throw new DatabaseUnavailable('stock is gone')
      const answer = { skus: skuIds.flatMap(skuId => skus.get(skuId) ?? []) }
      this.meanwhile()
      return answer
    },
    async putSkus({ skus: put }) {
      if (this.isDown) throw new DatabaseUnavailable('stock is gone')
      for (const { skuId, title, units } of put) {
        titles.set(skuId, title)
        if (!skus.has(skuId)) skus.set(skuId, { skuId, available: units, drop: null })
      }
      if (this.losesAnswers) throw new DatabaseUnavailable('nobody heard it')
      return null
    },
    async adjustSku({ skuId, delta }, { caller }) {
      assert.ok(caller?.roles.includes('merchant'), 'in the name of whoever asked')
      const sku = skus.get(skuId)
      if (sku === undefined) return refuse('not_found')
      const available = sku.available + delta
      if (available < 0) return refuse('stock_insufficient')
      skus.set(skuId, { ...sku, available })
      return { skuId, available }
    },
  }
}
