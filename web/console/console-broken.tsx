import { Button } from '#web/kit/button.tsx'
import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { consoleWords } from './words/console.ts'

/** Instead of a page that broke while it was drawn: the others still stand in the navigation. */
export function ConsoleBroken({ retry }: { readonly retry: () => void }) {
  const say = useWords(consoleWords)
  return (
    <Page title={say('brokenTitle')}>
      <h1 className="text-28">{say('brokenTitle')}</h1>
      <p className="mt-2 mb-6 text-quiet">{say('brokenText')}</p>
      <Button onClick={retry}>{say('tryAgain')}</Button>
    </Page>
  )
}
