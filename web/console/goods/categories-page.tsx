import { useQuery } from '@tanstack/react-query'
import { Paper } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { branchesOf } from './category-branches.ts'
import { CategoryRow } from './category-row.tsx'
import { NewCategory } from './new-category.tsx'

/** The tree of categories: added, renamed, moved, and removed where nothing is in them. */
export function CategoriesPage() {
  const say = useWords(consoleWords)
  const sayGoods = useWords(consoleGoodsWords)
  const found = useQuery(reading('catalog.listCategories', {}))
  const categories = found.data?.items
  return (
    <Paper title={say('categories')}>
      {categories === undefined ? (
        <TroubleOrWait error={found.error} again={() => void found.refetch()} />
      ) : (
        <div className="flex max-w-reading flex-col gap-6">
          <NewCategory branches={branchesOf(categories)} />
          {categories.length === 0 ? (
            <EmptyState title={say('nothingHere')}>{sayGoods('noCategories')}</EmptyState>
          ) : (
            <ul className="divide-y divide-line rounded-12 border border-line bg-surface">
              {branchesOf(categories).map(({ category, depth }) => (
                <CategoryRow
                  key={category.categoryId}
                  category={category}
                  depth={depth}
                  all={categories}
                />
              ))}
            </ul>
          )}
        </div>
      )}
    </Paper>
  )
}
