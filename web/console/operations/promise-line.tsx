import { Check, X } from 'lucide-react'
import type { JudgedPromise } from '#contracts/rehearsals.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { language } from '#web/kit/language.ts'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'

/** One promise, whether it was kept, and what was found: in the reader's language where it is told so. */
export function PromiseLine({ judged }: { readonly judged: JudgedPromise }) {
  const say = useWords(consoleOperationWords)
  const spoken = useStore(language)
  const { isKept, inKorean } = judged
  const isKorean = spoken === 'ko' && inKorean !== undefined
  const { promise, finding } = isKorean ? inKorean : judged
  return (
    <li lang={isKorean ? 'ko' : 'en'} className="flex items-start gap-2">
      {isKept ? (
        <Check aria-hidden size={16} className="mt-0.5 shrink-0 text-yours" />
      ) : (
        <X aria-hidden size={16} className="mt-0.5 shrink-0 text-wrong" />
      )}
      <span>
        <span className="sr-only">{say(isKept ? 'wasKept' : 'wasBroken')}: </span>
        {promise} <span className="block text-quiet">{finding}</span>
      </span>
    </li>
  )
}
