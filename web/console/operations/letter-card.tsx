import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeadLetter } from '#contracts/dead-letters.ts'
import { AskFirst } from '#web/console/ask-first.tsx'
import { CompactButton } from '#web/console/compact-button.tsx'
import { Fact, Facts } from '#web/console/facts.tsx'
import { useRefusalText } from '#web/console/use-refusal-text.ts'
import { consoleOperationWords } from '#web/console/words/console-operations.ts'
import { Instant } from '#web/kit/instant.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { refusalOf } from '#web/kit/refusal.ts'
import { useAction } from '#web/kit/use-action.ts'
import { useWords } from '#web/kit/use-words.ts'
import { announcedAt } from './announced-at.ts'

type LetterCardProps = {
  readonly letter: DeadLetter
  /** How many of its subject wait for it. */
  readonly behindIt: number
}

/** One letter. Only the first of a subject can be applied; those behind it follow by themselves. */
export function LetterCard({ letter, behindIt }: LetterCardProps) {
  const say = useWords(consoleOperationWords)
  const refusalText = useRefusalText()
  const cache = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const { deadLetterId, behind } = letter
  const announcedAtMs = announcedAt(letter)
  const again = () => void cache.invalidateQueries({ queryKey: ['gateway.listDeadLetters'] })
  const redrive = useAction('gateway.redriveDeadLetter', { done: again })
  const drop = useAction('gateway.dropDeadLetter', {
    done: () => {
      setAsked(false)
      again()
    },
  })
  return (
    <li className="rounded-12 border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="mr-auto text-16">
          {letter.type} <span className="text-14 font-normal text-quiet">{deadLetterId}</span>
        </h2>
        <CompactButton
          disabled={behind !== null}
          isBusy={redrive.isPending}
          aria-label={say('redriveWhich', { id: deadLetterId })}
          onClick={() => redrive.mutate({ deadLetterId })}
        >
          {say('redrive')}
        </CompactButton>
        <CompactButton
          look="wrong"
          aria-label={say('removeWhich', { id: deadLetterId })}
          onClick={() => setAsked(true)}
        >
          {say('remove')}
        </CompactButton>
      </div>
      <p className="mt-1 mb-3 text-14 text-wrong">{letter.reason}</p>
      <Facts>
        <Fact name={say('fromTo')}>
          {letter.source} → {letter.service}
        </Fact>
        <Fact name={say('subject')} isLong>
          <code className="text-12 break-all">
            {letter.subject} · {letter.version}
          </code>
        </Fact>
        <Fact name={say('announced')}>
          {announcedAtMs === null ? say('announcedUnknown') : <Instant atMs={announcedAtMs} />}
        </Fact>
        <Fact name={say('buried')}>
          <Instant atMs={letter.buriedAtMs} />
        </Fact>
      </Facts>
      {behind !== null && (
        <p className="mt-3 text-14 text-short">{say('waitsFor', { id: behind })}</p>
      )}
      <details className="mt-3 text-14">
        <summary className="w-fit py-1 pointer-coarse:py-3">{say('whatItTells')}</summary>
        <pre className="mt-2 overflow-x-auto rounded-8 bg-sunken p-3 text-12 break-all whitespace-pre-wrap">
          {letter.data}
        </pre>
      </details>
      <div className="mt-3 empty:hidden">
        {redrive.error !== null && (
          <Notice look="wrong">{refusalText(refusalOf(redrive.error))}</Notice>
        )}
        {redrive.data !== undefined && redrive.data.stoppedAt !== null && (
          <Notice look="wrong">
            {say('failedAgain', {
              count: redrive.data.applied,
              reason: redrive.data.reason ?? '–',
            })}
          </Notice>
        )}
      </div>
      <AskFirst
        act={say('removeLetter')}
        isOpen={isAsked}
        close={() => setAsked(false)}
        name={deadLetterId}
        isBusy={drop.isPending}
        trouble={drop.error === null ? null : refusalText(refusalOf(drop.error))}
        onSure={() => drop.mutate({ deadLetterId })}
      >
        <p>{say('removeWill', { service: letter.service, behind: behindIt })}</p>
      </AskFirst>
    </li>
  )
}
