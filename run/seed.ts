import type { catalogApi, Product } from '#contracts/catalog.ts'
import type { Drop } from '#contracts/drops.ts'
import type { membersApi } from '#contracts/members.ts'
import { money } from '#contracts/money.ts'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { isRefusal, type Refusal } from '#contracts/problems.ts'
import type { stockApi } from '#contracts/stock.ts'
import { uuidv8 } from '#platform/ids.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import type { Clock } from '#platform/time/clock.ts'
import { type DemoProduct, demoCategories, demoProducts, sampleTitled } from './demo-shop.ts'
import { drawDemoPicture } from './draw-demo-picture.ts'

type SeedDeps = {
  readonly catalog: Calls<typeof catalogApi>
  readonly stock: Calls<typeof stockApi>
  readonly clock: Clock
  /** In whose name the shop is filled: the first admin. */
  readonly admin: CallContext
}

type DemoDeps = Omit<SeedDeps, 'admin'> & {
  readonly members: Pick<Calls<typeof membersApi>, 'listMembers'>
  readonly adminEmail: string
}

const FIRST_OPENS_AFTER_MS = 60_000
const OPENS_EVERY_MS = 180_000
const OPEN_FOR_MS = 360_000
const UNITS = 20

/**
 * Fills the sample shop, then sees that there is always a drop to try: one that opens soon, and
 * most times one that is open. The first opens a minute from now, the others follow at their pace.
 */
export function demoJob({ members, adminEmail, ...deps }: DemoDeps): Job {
  let seeding: Promise<SeedDeps> | undefined
  let hanging: Promise<void> | undefined
  async function seedOnce(): Promise<SeedDeps> {
    const seedDeps = { ...deps, admin: await adminOf(members, adminEmail) }
    await seedDemoShop(seedDeps)
    return seedDeps
  }
  return {
    name: 'demo.plan_drops',
    everyMs: 10_000,
    async run() {
      seeding ??= seedOnce()
      try {
        const seedDeps = await seeding
        await planNextDemoDrop(seedDeps)
        hanging ??= hangPictures(seedDeps)
        await hanging
      } catch (error) {
        seeding = undefined
        hanging = undefined
        throw error
      }
    },
  }
}

async function adminOf(members: DemoDeps['members'], email: string): Promise<CallContext> {
  const { items } = given(await members.listMembers({ q: email }, fromService))
  const [admin] = items.filter(({ roles }) => roles.includes('admin'))
  if (admin === undefined) throw new Error('the sample shop needs the admin of ADMIN_EMAIL')
  const { memberId, roles } = admin
  return { caller: { memberId, roles, emailVerified: true, sessionId: uuidv8('demo', memberId) } }
}

/** What is there already, by its name, stays as it is. */
async function seedDemoShop(deps: SeedDeps): Promise<void> {
  const categoryIds = await seedCategories(deps)
  const present = new Set((await allProducts(deps)).map(({ title }) => sampleTitled(title)))
  // One after the other, so that the newest in the list are the first here.
  for (const product of demoProducts.filter(sample => !present.has(sample)).reverse()) {
    await seedProduct(deps, product, categoryIds.get(product.category) ?? null)
  }
}

async function seedCategories({ catalog, admin }: SeedDeps): Promise<Map<string, string>> {
  const { items } = given(await catalog.listCategories({}, admin))
  const ids = new Map(items.map(({ name, categoryId }) => [name, categoryId]))
  for (const { name, parent } of demoCategories.filter(category => !ids.has(category.name))) {
    const parentId = parent === null ? null : (ids.get(parent) ?? null)
    const made = given(await catalog.createCategory({ name, parentId }, admin))
    ids.set(name, made.categoryId)
  }
  return ids
}

async function seedProduct(
  { catalog, admin }: SeedDeps,
  { title, description, kind, price, skus }: DemoProduct,
  categoryId: string | null,
): Promise<void> {
  const wanted = { title, description, kind, categoryId, price: money(price, 'KRW') }
  given(await catalog.createProduct({ ...wanted, skus: [...skus], images: [] }, admin))
}

/** After the first drop is planned: drawing takes some seconds, and nobody waits for them. */
async function hangPictures(deps: SeedDeps): Promise<void> {
  const { catalog, admin } = deps
  const bare = (await allProducts(deps)).filter(({ images }) => images.length === 0)
  for (const { productId, title } of bare) {
    const picture = sampleTitled(title)?.picture
    if (picture === undefined) continue
    const content = await drawDemoPicture(picture)
    const { url } = given(await catalog.uploadImage({ content }, admin))
    given(await catalog.changeProduct({ productId, images: [url] }, admin))
  }
}

async function planNextDemoDrop(deps: SeedDeps): Promise<void> {
  const { stock, clock, admin } = deps
  const nowMs = clock.nowMs()
  const upcoming = await dropsThatAre(deps, 'upcoming')
  if (upcoming.some(drop => drop.opensAtMs <= nowMs + OPENS_EVERY_MS)) return
  const open = await dropsThatAre(deps, 'open')
  const product = await nextProduct(deps, nowMs)
  const [sku] = product?.skus ?? []
  if (product === undefined || sku === undefined) return
  if (sku.available < UNITS) {
    const delivery = { skuId: sku.skuId, delta: 20 * UNITS, reason: 'The sample shop never ends.' }
    given(await stock.adjustSku(delivery, admin))
  }
  const opensAtMs = nowMs + (open.length === 0 ? FIRST_OPENS_AFTER_MS : OPENS_EVERY_MS)
  const plan = { opensAtMs, closesAtMs: opensAtMs + OPEN_FOR_MS, units: UNITS, limitPerMember: 2 }
  given(await stock.planDrop({ skuId: sku.skuId, price: product.price, ...plan }, admin))
}

async function dropsThatAre(
  { stock, admin }: SeedDeps,
  state: 'upcoming' | 'open',
): Promise<readonly Drop[]> {
  return given(await stock.listDrops({ state, limit: 100 }, admin)).items
}

/** Each of the products that are sold by drops in its turn, told by the time alone. */
async function nextProduct(deps: SeedDeps, nowMs: number): Promise<Product | undefined> {
  const samples = demoProducts.filter(({ kind }) => kind === 'drop')
  const turn = samples[Math.floor(nowMs / OPENS_EVERY_MS) % samples.length]
  return (await allProducts(deps)).find(({ title }) => sampleTitled(title) === turn)
}

async function allProducts(deps: SeedDeps, cursor?: string): Promise<readonly Product[]> {
  const page = cursor === undefined ? {} : { cursor }
  const text = String(given(await deps.catalog.listProducts({ limit: 100, ...page }, deps.admin)))
  const list = JSON.parse(text) as { items: Product[]; nextCursor: string | null }
  if (list.nextCursor === null) return list.items
  return [...list.items, ...(await allProducts(deps, list.nextCursor))]
}

/** An answer that is no refusal: the sample shop asks for nothing that could be refused. */
function given<Answer>(answer: Answer | Refusal): Answer {
  if (isRefusal(answer)) throw new Error(`the sample shop was refused: ${answer.refused}`)
  return answer
}
