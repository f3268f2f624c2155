import { useWords } from '#web/kit/use-words.ts'
import type { words as own } from './words/console-fields.ko.ts'
import { consoleFieldWords } from './words/console-fields.ts'

/** What a field of an operation is called; its own name for one that has no word. */
export function useFieldName(): (field: string) => string {
  const say = useWords(consoleFieldWords)
  return field => say(field as keyof typeof own)
}
