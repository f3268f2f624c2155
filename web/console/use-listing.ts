import { useInfiniteQuery } from '@tanstack/react-query'
import { given } from '#web/kit/ask-shop.ts'
import type { Input, OperationName, Output } from '#web/kit/contract.ts'
import { type AllRows, readPages } from './read-pages.ts'

type Listed = { readonly items: readonly unknown[]; readonly nextCursor: string | null }

/** Every operation that gives a list page by page. */
export type ListName = {
  [Name in OperationName]: Output<Name> extends Listed ? Name : never
}[OperationName]

export type RowOf<Name extends ListName> =
  Output<Name> extends {
    readonly items: readonly (infer Row)[]
  }
    ? Row
    : never

type PageOf<Name extends ListName> = {
  readonly items: readonly RowOf<Name>[]
  readonly nextCursor: string | null
}

export type Listing<Row> = {
  /** Undefined until the first page is there. */
  readonly rows: readonly Row[] | undefined
  readonly error: unknown
  readonly hasMore: boolean
  readonly isMoreComing: boolean
  readonly more: () => void
  readonly again: () => void
  /** All of it, and not only what was looked at; at most `MOST_ROWS`. */
  readonly whole: () => Promise<AllRows<Row>>
}

const MOST_ROWS = 10_000
/** The most that the shop gives on a page. */
const MOST_ON_A_PAGE = 100

type Options = { readonly isWanted?: boolean; readonly everyMs?: number }

/** A list of the shop, page after page, as far as one has looked. */
export function useListing<Name extends ListName>(
  name: Name,
  input: Input<Name>,
  { isWanted = true, everyMs }: Options = {},
): Listing<RowOf<Name>> {
  const asked = input as object
  const query = useInfiniteQuery({
    queryKey: [name, 'pages', input],
    enabled: isWanted,
    initialPageParam: null as string | null,
    queryFn: async ({ pageParam, signal }) => {
      const page = pageParam === null ? asked : { ...asked, cursor: pageParam }
      return (await given(name, page as Input<Name>, { signal })) as Listed
    },
    getNextPageParam: last => last.nextCursor,
    ...(everyMs !== undefined && { refetchInterval: everyMs }),
  })
  return {
    rows: query.data?.pages.flatMap(({ items }) => items as readonly RowOf<Name>[]),
    error: query.error,
    hasMore: query.hasNextPage,
    isMoreComing: query.isFetchingNextPage,
    more: () => void query.fetchNextPage(),
    again: () => void query.refetch(),
    whole: () =>
      readPages(async cursor => {
        const page = { ...asked, limit: MOST_ON_A_PAGE, ...(cursor !== null && { cursor }) }
        return (await given(name, page as Input<Name>)) as PageOf<Name>
      }, MOST_ROWS),
  }
}
