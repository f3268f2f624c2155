import { type Static, Type } from 'typebox'
import { type Api, operation } from './operation.ts'
import { Id, list, NoInput, Nothing, strict } from './words.ts'

export const Category = Type.Object({
  categoryId: Id,
  name: Type.String(),
  parentId: Type.Union([Id, Type.Null()]),
})
export type Category = Static<typeof Category>

const CategoryName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' })
const ParentId = Type.Union([Id, Type.Null()])

/** The tree of categories; part of the catalogue's API. */
export const categoryOperations = {
  listCategories: operation({
    summary: 'All categories; `parentId` makes the tree',
    access: 'anyone',
    route: 'GET /api/categories',
    input: NoInput,
    output: list(Category),
  }),
  createCategory: operation({
    summary: 'Adds a category',
    access: 'merchant',
    route: 'POST /api/admin/categories',
    status: 201,
    keyed: 'optional',
    input: strict({ name: CategoryName, parentId: Type.Optional(ParentId) }),
    output: Category,
    refusals: ['invalid_request', 'idempotency_conflict'],
  }),
  changeCategory: operation({
    summary: 'Renames a category or moves it, never below itself',
    access: 'merchant',
    route: 'PATCH /api/admin/categories/:categoryId',
    input: strict({
      categoryId: Id,
      name: Type.Optional(CategoryName),
      parentId: Type.Optional(ParentId),
    }),
    output: Category,
    refusals: ['not_found', 'invalid_request'],
  }),
  deleteCategory: operation({
    summary: 'Removes an empty category',
    access: 'merchant',
    route: 'DELETE /api/admin/categories/:categoryId',
    status: 204,
    input: strict({ categoryId: Id }),
    output: Nothing,
    refusals: ['not_found', 'category_in_use'],
  }),
} as const satisfies Api
