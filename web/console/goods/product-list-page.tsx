import { useQuery } from '@tanstack/react-query'
import type { Product } from '#contracts/catalog.ts'
import { CompactLink } from '#web/console/compact-button.tsx'
import { type Column, DataTable } from '#web/console/data-table.tsx'
import { FilterChoice } from '#web/console/filter-choice.tsx'
import { Paper } from '#web/console/paper.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { SearchField } from '#web/console/search-field.tsx'
import { oneOf, useFilters } from '#web/console/use-filters.ts'
import { useListing } from '#web/console/use-listing.ts'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleGoodsWords } from '#web/console/words/console-goods.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { inUnits } from '#web/kit/typed-number.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { branchesOf } from './category-branches.ts'

const kinds = ['drop', 'regular'] as const

const unitsOf = ({ skus }: Product): number =>
  skus.reduce((all, { available }) => all + available, 0)

/** All products, with their stock. */
export function ProductListPage() {
  const say = useWords(consoleWords)
  const sayGoods = useWords(consoleGoodsWords)
  const { number, money } = useFormat()
  const filters = useFilters()
  const q = filters.of('q').slice(0, 100)
  const kind = oneOf(kinds, filters.of('kind'))
  const branches = branchesOf(useQuery(reading('catalog.listCategories', {})).data?.items ?? [])
  const category = oneOf(
    branches.map(branch => branch.category.categoryId),
    filters.of('category'),
  )
  const listing = useListing('catalog.listProducts', {
    ...(q !== '' && { q }),
    ...(kind !== undefined && { kind }),
    ...(category !== undefined && { category }),
    limit: 50,
  })
  const columns: readonly Column<Product>[] = [
    {
      head: sayGoods('picture'),
      show: ({ images }) =>
        images[0] === undefined ? (
          <span className="block size-10 rounded-8 bg-sunken" />
        ) : (
          <img
            src={`${images[0]}?width=320`}
            alt=""
            loading="lazy"
            className="size-10 rounded-8 object-cover"
          />
        ),
    },
    {
      head: sayGoods('title'),
      isWide: true,
      show: ({ productId, title }) => <RowLink to={`/products/${productId}`}>{title}</RowLink>,
      text: ({ title }) => title,
    },
    {
      head: sayGoods('kind'),
      show: product => sayGoods(product.kind === 'drop' ? 'kindDropShort' : 'kindRegularShort'),
      text: product => product.kind,
    },
    {
      head: sayGoods('category'),
      isWide: true,
      show: product => product.category?.name ?? '',
      text: product => product.category?.name ?? '',
    },
    {
      head: sayGoods('price'),
      isNumber: true,
      show: ({ price }) => money(price),
      text: ({ price }) => inUnits(price),
    },
    { head: say('currency'), text: ({ price }) => price.currency },
    {
      head: sayGoods('inStock'),
      isNumber: true,
      show: product => number(unitsOf(product)),
      text: unitsOf,
      total: rows => number(rows.reduce((all, product) => all + unitsOf(product), 0)),
    },
    {
      head: sayGoods('likes'),
      isNumber: true,
      show: ({ likeCount }) => number(likeCount),
      text: ({ likeCount }) => likeCount,
    },
  ]
  return (
    <Paper
      title={say('products')}
      actions={
        <CompactLink to="/products/new" look="seal">
          {sayGoods('newProduct')}
        </CompactLink>
      }
    >
      <div className="mb-3 flex flex-wrap items-center gap-x-6 gap-y-2">
        <SearchField
          label={sayGoods('searchWhat')}
          value={q}
          onSearch={text => filters.choose({ q: text })}
        />
        <FilterChoice
          label={sayGoods('kind')}
          all={say('all')}
          value={kind ?? ''}
          onChoose={value => filters.choose({ kind: value })}
          options={[
            { value: 'drop', name: sayGoods('kindDropShort') },
            { value: 'regular', name: sayGoods('kindRegularShort') },
          ]}
        />
        <FilterChoice
          label={sayGoods('category')}
          all={say('all')}
          value={category ?? ''}
          onChoose={value => filters.choose({ category: value })}
          options={branches.map(({ category: { categoryId, name }, depth }) => ({
            value: categoryId,
            name: `${'\u2003'.repeat(depth)}${name}`,
          }))}
        />
      </div>
      <DataTable
        name={say('products')}
        columns={columns}
        listing={listing}
        keyOf={({ productId }) => productId}
        nothing={sayGoods('noProducts')}
      />
    </Paper>
  )
}
