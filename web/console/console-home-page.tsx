import { Page } from '#web/kit/page.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { consoleWords } from './words/console.ts'

/** Where the merchant begins. */
export function ConsoleHomePage() {
  const say = useWords(consoleWords)
  return (
    <Page title={say('title')}>
      <h1 className="text-28">{say('title')}</h1>
    </Page>
  )
}
