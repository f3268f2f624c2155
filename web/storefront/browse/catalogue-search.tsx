import { Search } from 'lucide-react'
import { useWords } from '#web/kit/use-words.ts'
import { browseWords } from '#web/storefront/words/browse.ts'
import { useTypedFilter } from './use-typed-filter.ts'

/** Searches as one types, and at once by Enter; what is being composed in Hangul is searched too. */
export function CatalogueSearch({
  value,
  search,
}: {
  readonly value: string
  readonly search: (word: string) => void
}) {
  const say = useWords(browseWords)
  const { text, type, take } = useTypedFilter({
    ...{ value, choose: search },
    show: word => word,
    read: typed => typed.trim(),
  })

  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        take()
      }}
      className="relative"
    >
      <Search aria-hidden className="absolute top-3 left-4 size-5 text-quiet" />
      <input
        type="search"
        aria-label={say('search')}
        placeholder={say('searchHint')}
        value={text}
        maxLength={100}
        onChange={event => type(event.target.value)}
        className="min-h-11 w-full rounded-12 border border-edge bg-surface pr-4 pl-11 text-16 placeholder:text-quiet"
      />
    </form>
  )
}
