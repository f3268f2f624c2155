import { useWords } from '#web/kit/use-words.ts'
import { howDecidedWords } from '#web/storefront/words/how-decided-words.ts'

/** How it is decided who gets a unit, and where that can be read. */
export function HowDecided({ heldSpan }: { readonly heldSpan: string }) {
  const say = useWords(howDecidedWords)
  return (
    <ol className="flex list-decimal flex-col gap-2 pl-5 text-16">
      <li>{say('first')}</li>
      <li>{say('held', { span: heldSpan })}</li>
      <li>{say('onePress')}</li>
      <li>{say('line')}</li>
      <li>{say('ledger')}</li>
    </ol>
  )
}
