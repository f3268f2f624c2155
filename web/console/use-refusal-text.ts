import { useRefusalText as useCommonText } from '#web/kit/refusal-text.ts'
import { useWords } from '#web/kit/use-words.ts'
import type { words as own } from './words/console-refusals.ko.ts'
import { consoleRefusalWords } from './words/console-refusals.ts'

/** What a refusal means to a merchant, and what can be done; else what it means to everybody. */
export function useRefusalText(): (code: string) => string {
  const say = useWords(consoleRefusalWords)
  const commonText = useCommonText()
  return code => {
    const text = say(code as keyof typeof own)
    return text === code ? commonText(code) : text
  }
}
