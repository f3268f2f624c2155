import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { Skeleton } from '#web/kit/skeleton.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { CompactButton } from './compact-button.tsx'
import { useRefusalText } from './use-refusal-text.ts'
import { consoleWords } from './words/console.ts'

/** The place of something that is on its way; or why it did not come, and a button to ask again. */
export function TroubleOrWait({
  error,
  again,
}: {
  readonly error: unknown
  readonly again: () => void
}) {
  const say = useWords(consoleWords)
  const refusalText = useRefusalText()
  if (error === null) return <Skeleton className="h-48 w-full" />
  return (
    <Notice look="wrong">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p>{refusalText(refusalOf(error))}</p>
        <CompactButton onClick={again}>{say('tryAgain')}</CompactButton>
      </div>
    </Notice>
  )
}
