import type { words as own } from '#web/console/words/console-audit.ko.ts'
import { consoleAuditWords } from '#web/console/words/console-audit.ts'
import { useWords } from '#web/kit/use-words.ts'

/** What an act, or the refusal of one, is called; null for one that has no word, as one of long ago. */
export function useAuditWord(): (name: string) => string | null {
  const say = useWords(consoleAuditWords)
  return name => {
    const text = say(name as Exclude<keyof typeof own, 'wasRefused' | 'andMore'>)
    return text === name ? null : text
  }
}
