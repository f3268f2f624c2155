import { useQuery } from '@tanstack/react-query'
import type { DeadLetter } from '#contracts/dead-letters.ts'
import { Paper } from '#web/console/paper.tsx'
import { TroubleOrWait } from '#web/console/trouble-or-wait.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { LetterCard } from './letter-card.tsx'

const EVERY_MS = 10_000
const MOST = 100

/** Events that could not be applied: what they are, why, and applying them again or never. */
export function DeadLettersPage() {
  const say = useWords(consoleWords)
  const sayMore = useWords(consoleOperationWords)
  const letters = useQuery({
    ...reading('gateway.listDeadLetters', { limit: MOST }),
    refetchInterval: EVERY_MS,
  })
  return (
    <Paper title={say('deadLetters')}>
      <p className="mb-4 max-w-reading text-14 text-quiet">{sayMore('lettersAre')}</p>
      {letters.data === undefined ? (
        <TroubleOrWait error={letters.error} again={() => void letters.refetch()} />
      ) : (
        <div className="flex flex-col gap-3">
          {letters.data.unreachable.length > 0 && (
            <Notice look="short">
              {sayMore('notAsked', { services: letters.data.unreachable.join(', ') })}
            </Notice>
          )}
          {letters.data.items.length === 0 ? (
            <EmptyState title={say('nothingHere')}>{sayMore('noLetters')}</EmptyState>
          ) : (
            <Letters items={letters.data.items} />
          )}
          {letters.data.nextCursor !== null && (
            <p className="text-14 text-quiet">{sayMore('moreLetters', { count: MOST })}</p>
          )}
        </div>
      )}
    </Paper>
  )
}

const Letters = ({ items }: { readonly items: readonly DeadLetter[] }) => (
  <ul className="flex flex-col gap-3">
    {items.map(letter => (
      <LetterCard
        key={letter.deadLetterId}
        letter={letter}
        behindIt={items.filter(({ behind }) => behind === letter.deadLetterId).length}
      />
    ))}
  </ul>
)
