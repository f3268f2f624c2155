import type { Category } from '#contracts/categories.ts'

export type Branch = { readonly category: Category; readonly depth: number }

/** The tree as a list: each under its parent, by name; what lost its parent stands at the root. */
export function branchesOf(categories: readonly Category[]): readonly Branch[] {
  const known = new Set(categories.map(({ categoryId }) => categoryId))
  const children = Map.groupBy(categories, ({ parentId }) =>
    parentId !== null && known.has(parentId) ? parentId : null,
  )
  const under = (parentId: string | null, depth: number): readonly Branch[] =>
    (children.get(parentId) ?? [])
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .flatMap(category => [{ category, depth }, ...under(category.categoryId, depth + 1)])
  return under(null, 0)
}

/** Where a category can be moved to: not below itself. */
export function possibleParents(
  categories: readonly Category[],
  categoryId: string,
): readonly Branch[] {
  const branches = branchesOf(categories)
  const at = branches.findIndex(({ category }) => category.categoryId === categoryId)
  const own = branches[at]
  if (own === undefined) return branches
  const end = branches.findIndex(({ depth }, index) => index > at && depth <= own.depth)
  return branches.filter((_, index) => index < at || (end >= 0 && index >= end))
}
