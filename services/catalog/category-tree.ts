/** A category, as far as the tree is concerned. */
export type Branch = { readonly categoryId: string; readonly parentId: string | null }

/** A category and all below it, by their ids; nothing where there is no such category. */
export function withDescendants(tree: readonly Branch[], categoryId: string): string[] {
  if (!tree.some(branch => branch.categoryId === categoryId)) return []
  const childrenOf = Map.groupBy(tree, branch => branch.parentId)
  const found = [categoryId]
  // The list grows while it is walked; in a tree every category is met once.
  for (const id of found) {
    found.push(...(childrenOf.get(id) ?? []).map(child => child.categoryId))
  }
  return found
}

/** Whether a category may hang below that parent: it exists, and is not below the category itself. */
export function mayHangBelow(
  tree: readonly Branch[],
  categoryId: string,
  parentId: string,
): boolean {
  const exists = tree.some(branch => branch.categoryId === parentId)
  return exists && !withDescendants(tree, categoryId).includes(parentId)
}
