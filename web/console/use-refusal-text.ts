import { useWords } from '#web/kit/use-words.ts'
import type { words as known } from './words/console-refusals.ko.ts'
import { consoleRefusalWords } from './words/console-refusals.ts'

/** What a refusal means to a merchant, and what can be done; one we have no words for is an accident. */
export function useRefusalText(): (code: string) => string {
  const say = useWords(consoleRefusalWords)
  return code => {
    const text = say(code as keyof typeof known)
    return text === code ? say('internal') : text
  }
}
