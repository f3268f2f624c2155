import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import type { CatalogParts } from './catalog-service.ts'

type PersonalCalls = Pick<Calls<typeof catalogApi>, 'exportMarks' | 'forgetMember'>

/** What the catalogue knows of a member: shown to the member, and forgotten with the account. */
export function memberMarksCalls({ database, tellChange }: CatalogParts): PersonalCalls {
  return {
    exportMarks: ({ memberId }) => database.read.readAllMarks({ memberId }),

    async forgetMember({ memberId }) {
      for (const productId of await database.write.forgetMember({ memberId })) {
        tellChange(productId)
      }
      return null
    },
  }
}
