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
    <search className="max-sm:w-full">
      <form onSubmit={submit} className="flex gap-2 max-sm:[&>input]:grow">
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
          className="min-h-9 w-80 min-w-0 rounded-8 border border-edge bg-surface px-3 text-14 placeholder:text-quiet pointer-coarse:min-h-11"
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
