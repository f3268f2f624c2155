import type { Refusal } from '#web/kit/refusal.ts'
import { useRefusalText as useCommonText } from '#web/kit/refusal-text.ts'
import { useWords } from '#web/kit/use-words.ts'
import { untoldFaults } from './refused-at.ts'
import { useFieldName } from './use-field-name.ts'
import type { words as own } from './words/console-refusals.ko.ts'
import { consoleRefusalWords } from './words/console-refusals.ts'

/**
 * What a refusal means to a merchant, and what can be done; else what it means to everybody. Of
 * fields it names those that are not `told` beside themselves, with what the shop said of each.
 */
export function useRefusalText(): (refusal: Refusal, told?: readonly string[]) => string {
  const say = useWords(consoleRefusalWords)
  const nameOf = useFieldName()
  const commonText = useCommonText()
  return (refusal, told = []) => {
    const untold = untoldFaults(refusal, told)
    if (untold.length > 0) {
      const fields = untold.map(({ field, message }) =>
        field === '' ? message : `${nameOf(field)} (${message})`,
      )
      return say('fieldsRefused', { fields: fields.join(', ') })
    }
    const text = say(refusal.refused as Exclude<keyof typeof own, 'fieldsRefused'>)
    return text === refusal.refused ? commonText(refusal.refused) : text
  }
}
