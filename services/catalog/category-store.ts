import type { Category } from '#contracts/categories.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { actOnce, type Recollection } from '#platform/database/keyed-act.ts'
import type { CatalogTransaction } from './catalog-tables.ts'
import { type Branch, mayHangBelow } from './category-tree.ts'

/** A list of all is one page; more than this no shop's visitors find their way in. */
const MAX_CATEGORIES = 2_000

export async function listCategories({ query }: CatalogTransaction): Promise<Category[]> {
  return query
    .selectFrom('category')
    .select(['category_id as categoryId', 'name', 'parent_id as parentId'])
    .orderBy('name')
    .orderBy('category_id')
    .limit(MAX_CATEGORIES)
    .execute()
}

type Created = { readonly outcome: 'created' | 'parent_unknown' | 'too_many' }

export function createCategory(
  trx: CatalogTransaction,
  { keyed = null, ...category }: Category & { readonly keyed?: KeyedRequest | null },
): Promise<Created | Recollection> {
  return actOnce(trx, keyed, {
    act: () => insertCategory(trx, category),
    answerOf: ({ outcome }) => (outcome === 'created' ? JSON.stringify(category) : null),
  })
}

async function insertCategory(
  trx: CatalogTransaction,
  { categoryId, name, parentId }: Category,
): Promise<Created> {
  await lockTree(trx)
  const tree = await readTree(trx)
  if (tree.length >= MAX_CATEGORIES) return { outcome: 'too_many' }
  if (parentId !== null && !tree.some(branch => branch.categoryId === parentId)) {
    return { outcome: 'parent_unknown' }
  }
  await trx.query
    .insertInto('category')
    .values({ category_id: categoryId, name, parent_id: parentId })
    .execute()
  return { outcome: 'created' }
}

type CategoryChange = {
  readonly categoryId: string
  readonly name?: string
  readonly parentId?: string | null
}

export async function changeCategory(
  trx: CatalogTransaction,
  { categoryId, name, parentId }: CategoryChange,
): Promise<
  | { readonly outcome: 'changed'; readonly category: Category }
  | { readonly outcome: 'not_found' | 'parent_unfit' }
> {
  await lockTree(trx)
  const category = await readCategory(trx, categoryId)
  if (category === undefined) return { outcome: 'not_found' }
  if (parentId && !mayHangBelow(await readTree(trx), categoryId, parentId)) {
    return { outcome: 'parent_unfit' }
  }
  const changed = {
    categoryId,
    name: name ?? category.name,
    parentId: parentId === undefined ? category.parentId : parentId,
  }
  await trx.query
    .updateTable('category')
    .set({ name: changed.name, parent_id: changed.parentId })
    .where('category_id', '=', categoryId)
    .execute()
  return { outcome: 'changed', category: changed }
}

/** Removes a category with nothing in it. The foreign keys are the last to say so. */
export async function deleteCategory(
  trx: CatalogTransaction,
  { categoryId }: { readonly categoryId: string },
): Promise<{ readonly outcome: 'deleted' | 'not_found' | 'category_in_use' }> {
  await lockTree(trx)
  const child = await trx.query
    .selectFrom('category')
    .select('category_id')
    .where('parent_id', '=', categoryId)
    .limit(1)
    .executeTakeFirst()
  const product = await trx.query
    .selectFrom('product')
    .select('product_id')
    .where('category_id', '=', categoryId)
    .limit(1)
    .executeTakeFirst()
  if (child !== undefined || product !== undefined) return { outcome: 'category_in_use' }
  const { numDeletedRows } = await trx.query
    .deleteFrom('category')
    .where('category_id', '=', categoryId)
    .executeTakeFirst()
  return { outcome: numDeletedRows === 1n ? 'deleted' : 'not_found' }
}

export async function readCategory(
  { query }: CatalogTransaction,
  categoryId: string,
): Promise<Category | undefined> {
  return query
    .selectFrom('category')
    .select(['category_id as categoryId', 'name', 'parent_id as parentId'])
    .where('category_id', '=', categoryId)
    .executeTakeFirst()
}

export async function readTree({ query }: CatalogTransaction): Promise<Branch[]> {
  return query
    .selectFrom('category')
    .select(['category_id as categoryId', 'parent_id as parentId'])
    .orderBy('name')
    .orderBy('category_id')
    .limit(MAX_CATEGORIES)
    .execute()
}

async function lockTree({ query }: CatalogTransaction): Promise<void> {
  await query
    .updateTable('category_tree')
    .set(row => ({ version: row('version', '+', 1) }))
    .where('tree_id', '=', 1)
    .execute()
}
