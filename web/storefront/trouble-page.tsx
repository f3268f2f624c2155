import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { Page } from '#web/kit/page.tsx'
import { useRefusalText } from '#web/kit/refusal-text.ts'
import { useWords } from '#web/kit/use-words.ts'
import { kitWords } from '#web/kit/words/kit.ts'
import { shellWords } from './words/shell.ts'

/** Instead of a page whose contents could not be had: says why, and asks again. */
export function TroublePage({
  code,
  retry,
}: {
  readonly code: string
  readonly retry: () => void
}) {
  const say = useWords(shellWords)
  const sayKit = useWords(kitWords)
  const textOf = useRefusalText()
  return (
    <Page title={say('troubleTitle')}>
      <EmptyState
        isPage
        title={say('troubleTitle')}
        action={<Button onClick={retry}>{sayKit('retry')}</Button>}
      >
        {textOf(code)}
      </EmptyState>
    </Page>
  )
}
