import { type FormEvent, useId, useState } from 'react'
import { useWords } from '#web/kit/use-words.ts'
import { CompactButton } from './compact-button.tsx'
import { consoleWords } from './words/console.ts'

/** Searches when Enter is pressed: what is half written is asked of nobody. */
export function SearchField({
  label,
  value,
  onSearch,
}: {
  readonly label: string
  /** What is searched for now. */
  readonly value: string
  readonly onSearch: (text: string) => void
}) {
  const say = useWords(consoleWords)
  const id = useId()
  const [typed, setTyped] = useState(value)

  function submit(event: FormEvent) {
    event.preventDefault()
    onSearch(typed.trim())
  }
  function clear() {
    setTyped('')
    onSearch('')
  }

  return (
    <search>
      <form onSubmit={submit} className="flex flex-wrap gap-2">
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <input
          id={id}
          value={typed}
          placeholder={label}
          onChange={({ target }) => setTyped(target.value)}
          autoComplete="off"
          spellCheck={false}
          className="min-h-9 w-80 max-w-full rounded-8 border border-edge bg-surface px-3 text-14 placeholder:text-quiet"
        />
        <CompactButton type="submit">{say('find')}</CompactButton>
        {value !== '' && (
          <CompactButton look="bare" onClick={clear}>
            {say('clearSearch')}
          </CompactButton>
        )}
      </form>
    </search>
  )
}
