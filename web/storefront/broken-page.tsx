import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { shellWords } from './words/shell.ts'

/** Instead of a page that broke while it was drawn. */
export function BrokenPage({ retry }: { readonly retry: () => void }) {
  const say = useWords(shellWords)
  return (
    <Page title={say('brokenTitle')}>
      <EmptyState
        isPage
        title={say('brokenTitle')}
        action={<Button onClick={retry}>{say('tryAgain')}</Button>}
      >
        {say('brokenText')}
      </EmptyState>
    </Page>
  )
}
