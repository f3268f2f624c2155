import { useEffect } from 'react'
import { Button } from '#web/kit/button.tsx'
import { EmptyState } from '#web/kit/empty-state.tsx'
import { isOnline } from '#web/kit/network.ts'
import { Page } from '#web/kit/page.tsx'
import { useStore } from '#web/kit/use-store.ts'
import { useWords } from '#web/kit/use-words.ts'
import { shellWords } from './words/shell.ts'

/**
 * Instead of a page that broke while it was drawn, or whose code could not be had: loads it again
 * when it is pressed, and by itself as soon as there is a network again.
 */
export function BrokenPage() {
  const say = useWords(shellWords)
  const online = useStore(isOnline)
  useEffect(() => isOnline.watch(() => isOnline.read() && location.reload()), [])
  return (
    <Page title={say('brokenTitle')}>
      <EmptyState
        isPage
        title={say('brokenTitle')}
        action={<Button onClick={() => location.reload()}>{say('tryAgain')}</Button>}
      >
        {say(online ? 'brokenText' : 'offline')}
      </EmptyState>
    </Page>
  )
}
