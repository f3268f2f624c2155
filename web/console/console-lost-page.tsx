import { EmptyState } from '#web/kit/empty-state.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { Paper } from './paper.tsx'
import { consoleWords } from './words/console.ts'

export function ConsoleLostPage() {
  const say = useWords(consoleWords)
  return (
    <Paper title={say('lostTitle')}>
      <EmptyState title={say('nothingHere')}>{say('lostText')}</EmptyState>
    </Paper>
  )
}
