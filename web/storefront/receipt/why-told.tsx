import type { Drop } from '#contracts/drops.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { ownStories, pressReason } from './own-story.ts'
import { OwnTold } from './own-told.tsx'
import { Part } from './part.tsx'
import { SaleCourse } from './sale-course.tsx'
import { secondsOf } from './seconds-of.ts'
import { SinceTold } from './since-told.tsx'
import type { OwnAtDrop } from './use-own-at-drop.ts'
import type { OwnPress } from './use-own-press.ts'
import type { ReadLedger } from './use-whole-ledger.ts'
import { whyStory } from './why-story.ts'
import { receiptWords } from './words/receipt-words.ts'

/** The course of the sale, with one's own press in it where this browser remembers one. */
export function WhyTold({
  title,
  drop,
  ledger: { entries, isWhole },
  own: { orders, place },
  press: { refusedAtMs, kept, pressedAtMs },
}: {
  readonly title: string
  readonly drop: Drop
  readonly ledger: ReadLedger
  readonly own: OwnAtDrop
  readonly press: OwnPress
}) {
  const say = useWords(receiptWords)
  const { dropId, opensAtMs } = drop
  const story = whyStory(entries, { opensAtMs, pressedAtMs, isWhole })
  const { lastUnit, missed } = story
  const numbers = ownStories(orders, dropId, serverNowMs())
  const inLine = place?.state === 'waiting' ? place : null
  const hasOwn = numbers.length > 0 || inLine !== null
  const reason = pressReason({ refusedAtMs, kept, hasOwn, missed })
  const seconds = secondsOf((pressedAtMs ?? 0) - (missed?.last?.atMs ?? 0))
  const position = missed?.last?.position ?? 0

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-28">{title}</h1>
        <p className="text-quiet">{say('whyLead', { title: drop.title })}</p>
      </div>
      {hasOwn && <OwnTold numbers={numbers} inLine={inLine} />}
      {lastUnit === null ? (
        <NoLastUnit drop={drop} />
      ) : (
        <>
          <SaleCourse
            opensAtMs={opensAtMs}
            story={story}
            numbers={numbers}
            pressedAtMs={pressedAtMs}
          />
          {reason !== null && (
            <p className="rounded-12 bg-sunken p-4">{say(reason, { seconds, position })}</p>
          )}
          <SinceTold story={story} isWhole={isWhole} />
        </>
      )}
      <Part title={say('checkIt')}>
        <p>{say('checkItText')}</p>
        {!isWhole && (
          <p className="text-14 text-quiet">{say('tooLong', { count: entries.length })}</p>
        )}
        <p>
          <TextLink to={`/drops/${dropId}/ledger`}>{say('openLedger')}</TextLink>
        </p>
      </Part>
    </div>
  )
}

/** Nobody is told to take what the drop would refuse. */
function NoLastUnit({ drop: { dropId, state } }: { readonly drop: Drop }) {
  const say = useWords(receiptWords)
  return (
    <Part title={say(state === 'sold_out' ? 'noneFree' : 'notSoldOut')}>
      <p>{say(`notSoldOut_${state}`)}</p>
      <ButtonLink to={`/drops/${dropId}`}>{say('toDrop')}</ButtonLink>
    </Part>
  )
}
