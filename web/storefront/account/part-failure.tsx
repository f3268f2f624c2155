import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { codeOf } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { useRefusalText } from './say-refusal.ts'
import { accountWords } from './words/account-words.ts'

/** Where a part of a page could not be read: why, and once more. */
export function PartFailure({
  error,
  retry,
}: {
  readonly error: unknown
  readonly retry: () => unknown
}) {
  const say = useWords(accountWords)
  const text = useRefusalText()
  return (
    <div className="flex flex-col items-start gap-4">
      <Notice look="wrong">
        {say('notLoaded')} {text({ refused: codeOf(error), status: 0, details: {} })}
      </Notice>
      <Button onClick={() => void retry()}>{say('again')}</Button>
    </div>
  )
}
