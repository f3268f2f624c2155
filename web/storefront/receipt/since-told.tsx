import { useWords } from '#web/kit/use-words.ts'
import { Part } from './part.tsx'
import type { WhyStory } from './why-story.ts'
import { receiptWords } from './words/receipt-words.ts'

/** What came back or was added after the last unit had gone, and to whom it went. */
export function SinceTold({
  story: { since, offered, joined },
  isWhole,
}: {
  readonly story: WhyStory
  readonly isWhole: boolean
}) {
  const say = useWords(receiptWords)
  const { cameBack, added, numbers } = since
  const nothing = cameBack === 0 && added === 0
  const title = () => {
    if (cameBack > 0) return say('cameBack', { count: cameBack })
    return added > 0 ? say('added', { count: added }) : say('nothingCameBack')
  }
  // Of lines that were not read nobody knows that there was nothing.
  if (nothing && !isWhole) return null
  return (
    <Part title={title()}>
      {cameBack > 0 && <p>{say('cameBackText')}</p>}
      {cameBack > 0 && added > 0 && <p>{say('added', { count: added })}</p>}
      {numbers !== null && (
        <p>
          {numbers.from === numbers.to
            ? say('wentTo', { position: numbers.from })
            : say('wentToMany', numbers)}
        </p>
      )}
      {offered > 0 && <p>{say('offered', { count: offered })}</p>}
      {joined > 0 && <p>{say('joined', { count: joined })}</p>}
    </Part>
  )
}
