import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { refuse, refuseField } from '#contracts/problems.ts'
import { keyedRequest } from '#platform/database/keyed-act.ts'
import type { CatalogParts } from './catalog-service.ts'
import { answerAgain } from './keyed-answers.ts'

type CategoryCalls = Pick<
  Calls<typeof catalogApi>,
  'listCategories' | 'createCategory' | 'changeCategory' | 'deleteCategory'
>

export function categoryCalls({ database, ids, tellChange }: CatalogParts): CategoryCalls {
  return {
    async listCategories() {
      return { items: await database.read.listCategories({}), nextCursor: null }
    },

    async createCategory(asked, context) {
      const { name, parentId = null } = asked
      const category = { categoryId: ids.next(), name, parentId }
      const keyed = keyedRequest('createCategory', asked, context)
      const result = await database.write.createCategory({ ...category, keyed })
      switch (result.outcome) {
        case 'created':
          return category
        case 'parent_unknown':
          return refuseField('parentId', 'There is no such category.')
        case 'too_many':
          return refuseField('name', 'There are as many categories as there can be.')
        default:
          return answerAgain(result)
      }
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
