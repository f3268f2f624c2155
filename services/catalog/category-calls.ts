import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse, refuseField } from '#contracts/problems.ts'
import type { CatalogParts } from './catalog-service.ts'

type CategoryCalls = Pick<
  Calls<typeof catalogApi>,
  'listCategories' | 'createCategory' | 'changeCategory' | 'deleteCategory'
>

export function categoryCalls({ database, ids, tellChange }: CatalogParts): CategoryCalls {
  return {
    async listCategories() {
      return { items: await database.read.listCategories({}), nextCursor: null }
    },

    async createCategory({ name, parentId = null }) {
      const category = { categoryId: ids.next(), name, parentId }
      const { outcome } = await database.write.createCategory(category)
      if (outcome === 'created') return category
      return outcome === 'parent_unknown'
        ? refuseField('parentId', 'There is no such category.')
        : refuseField('name', 'There are as many categories as there can be.')
    },

    async changeCategory(change) {
      const result = await database.write.changeCategory(change)
      if (result.outcome === 'changed') {
        tellChange(null)
        return result.category
      }
      return result.outcome === 'not_found'
        ? refuse('not_found')
        : refuseField('parentId', 'No such category, or this one or one below it.')
    },

    async deleteCategory({ categoryId }) {
      const { outcome } = await database.write.deleteCategory({ categoryId })
      return outcome === 'deleted' ? null : refuse(outcome)
    },
  }
}
