import type { words as known } from '#web/console/words/live-board.ko.ts'
import { consoleBoardWords } from '#web/console/words/live-board.ts'
import { useWords } from '#web/kit/use-words.ts'

/** Why a request was refused, in words; a reason that is new here is told by its code. */
export function useReasonText(): (reason: string) => string {
  const say = useWords(consoleBoardWords)
  return reason => say(reason as Extract<keyof typeof known, `drop_${string}`>)
}
