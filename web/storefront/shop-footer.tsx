import { LookPickers } from '#web/kit/look-pickers.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { shellWords } from './words/shell.ts'

/** What stands below every page of the shop: its promise, how it speaks, and how it looks. */
export function ShopFooter() {
  const say = useWords(shellWords)
  return (
    <footer className="mt-12 border-t border-line">
      <div className="mx-auto flex max-w-content flex-wrap items-center gap-3 px-4 py-6 text-14 text-quiet md:px-6">
        <p className="mr-auto">{say('promise')}</p>
        <LookPickers size="finger" />
      </div>
    </footer>
  )
}
