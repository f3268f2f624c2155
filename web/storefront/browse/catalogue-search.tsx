import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '#web/kit/use-words.ts'
import { browseWords } from '#web/storefront/words/browse.ts'

/** Longer than between two letters, shorter than one waits. */
const PAUSE_MS = 200

/** Searches as one types, and at once by Enter; what is being composed in Hangul is searched too. */
export function CatalogueSearch({
  value,
  search,
}: {
  readonly value: string
  readonly search: (word: string) => void
}) {
  const say = useWords(browseWords)
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const latest = useRef(value)
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(() => {
    // The address was changed by something else: the way back, or "clear all".
    if (value !== latest.current) setText(value)
    latest.current = value
  }, [value])

  function ask(word: string, afterMs: number): void {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      latest.current = word.trim()
      search(word.trim())
    }, afterMs)
  }

  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        ask(text, 0)
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
        onChange={event => {
          setText(event.target.value)
          ask(event.target.value, PAUSE_MS)
        }}
        className="min-h-11 w-full rounded-12 border border-edge bg-surface pr-4 pl-11 text-16 placeholder:text-quiet"
      />
    </form>
  )
}
