import { Suspense } from 'react'
import type { Drop } from '#contracts/drops.ts'
import { useWords } from '#web/kit/use-words.ts'
import { dropWords } from '#web/storefront/words/drop-words.ts'
import { part } from './part.ts'
import type { Press } from './press.ts'

const SoldOutStory = part(() =>
  import('./sold-out-story.tsx').then(({ SoldOutStory }) => SoldOutStory),
)

/** How quickly all were taken, and where one's own press was; read when it is needed. */
export function SoldOutTold({ drop, press }: { readonly drop: Drop; readonly press: Press }) {
  const say = useWords(dropWords)
  const pressedAtMs = press.is === 'refused' ? press.pressedAtMs : null
  return (
    <Suspense fallback={say('returnsToLine')}>
      <SoldOutStory drop={drop} pressedAtMs={pressedAtMs} />
    </Suspense>
  )
}
