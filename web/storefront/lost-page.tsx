import { ButtonLink } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { shellWords } from './words/shell.ts'

/** An address under which nothing is. */
export function LostPage() {
  const say = useWords(shellWords)
  return (
    <Page title={say('lostTitle')}>
      <EmptyState
        isPage
        title={say('lostTitle')}
        action={<ButtonLink to="/">{say('toHome')}</ButtonLink>}
      >
        {say('lostText')}
      </EmptyState>
    </Page>
  )
}
