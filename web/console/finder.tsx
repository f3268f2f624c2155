import { Search } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '#web/kit/use-words.ts'
import { soughtIn } from './finder-query.ts'
import { FinderResults } from './finder-results.tsx'
import { consoleWords } from './words/console.ts'

/** Finds anything, from anywhere: opened by `/`. What was typed is kept nowhere. */
export function Finder() {
  const say = useWords(consoleWords)
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')

  useEffect(() => {
    function onKey(event: globalThis.KeyboardEvent) {
      const open = dialog.current?.open ? dialog.current : null
      // What had the focus may have gone with an older answer: the arrows go on all the same.
      if (open !== null && document.activeElement === document.body) stepThroughLinks(open, event)
      if (event.key !== '/' || event.ctrlKey || event.metaKey || isTyping(event.target)) return
      if (document.querySelector('dialog[open]') !== null) return
      event.preventDefault()
      dialog.current?.showModal()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <>
      <button
        type="button"
        onClick={() => dialog.current?.showModal()}
        className="flex min-h-9 grow items-center gap-2 rounded-8 border border-edge bg-surface px-3 text-14 text-quiet pointer-coarse:min-h-11"
      >
        <Search aria-hidden size={16} />
        <span className="mr-auto">{say('find')}</span>
        <kbd
          aria-hidden
          className="rounded-4 border border-line px-1.5 text-12 pointer-coarse:hidden max-sm:hidden"
        >
          /
        </kbd>
      </button>
      <dialog
        ref={dialog}
        aria-label={say('find')}
        onClose={() => setTyped('')}
        onKeyDown={event => stepThroughLinks(event.currentTarget, event)}
        className="m-auto mt-[12dvh] w-[min(40rem,calc(100vw-2rem))] rounded-12 border border-line bg-surface p-0 text-ink shadow-card"
      >
        <input
          aria-label={say('findWhat')}
          placeholder={say('findWhat')}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          autoComplete="off"
          spellCheck={false}
          className="min-h-12 w-full rounded-t-12 border-b-2 border-transparent bg-surface px-4 text-16 outline-none placeholder:text-quiet focus:border-ink"
        />
        <FinderResults
          sought={soughtIn(typed)}
          typed={typed}
          done={() => dialog.current?.close()}
        />
      </dialog>
    </>
  )
}

/** The arrows go through what was found; Enter in the field opens the first. */
function stepThroughLinks(
  dialog: HTMLDialogElement,
  event: Pick<KeyboardEvent, 'key' | 'preventDefault'>,
): void {
  const all = [...dialog.querySelectorAll<HTMLElement>('input, a')]
  const at = all.indexOf(document.activeElement as HTMLElement)
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault()
    all[(at + (event.key === 'ArrowDown' ? 1 : -1) + all.length) % all.length]?.focus()
  }
  if (event.key === 'Enter' && at === 0) all[1]?.click()
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
