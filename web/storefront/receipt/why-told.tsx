import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { serverNowMs } from '#web/kit/server-clock.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { keptPress } from '#web/storefront/drop/kept-press.ts'
import { ownStories, pressReason } from './own-story.ts'
import { OwnTold } from './own-told.tsx'
import type { OwnAtDrop } from './use-own-at-drop.ts'
import type { ReadLedger } from './use-whole-ledger.ts'
import { whyStory } from './why-story.ts'
import { receiptWords } from './words/receipt-words.ts'

/** The course of the sale, with one's own press in it where this browser remembers one. */
export function WhyTold({
  drop,
  ledger,
  own: { orders, place },
}: {
  readonly drop: Drop
  readonly ledger: ReadLedger
  readonly own: OwnAtDrop
}) {
  const say = useWords(receiptWords)
  const { exactTime, date } = useFormat()
  const { dropId, title, opensAtMs } = drop
  const story = whyStory(ledger.entries, opensAtMs)
  const { lastUnit, cameBack, offered, joined } = story
  const [search] = useSearchParams()
  // The drop page tells when one pressed; else what this browser still keeps.
  const told = Number(search.get('pressed'))
  const refusedAtMs = told > 0 ? told : null
  const kept = keptPress(dropId)
  const pressedAtMs = refusedAtMs ?? kept?.pressedAtMs ?? null
  const numbers = ownStories(orders, dropId, serverNowMs())
  const inLine = place?.state === 'waiting' ? place : null
  const hasOwn = numbers.length > 0 || inLine !== null
  const reason = lastUnit && pressReason({ refusedAtMs, kept, hasOwn, lastAtMs: lastUnit.atMs })
  const since = (atMs: number) => secondsOf(atMs - opensAtMs)

  const steps = [
    { atMs: opensAtMs, text: say('opened', { units: story.openedWith }) },
    ...(lastUnit === null
      ? []
      : [{ atMs: lastUnit.atMs, text: say('lastUnit', { position: lastUnit.position }) }]),
    ...numbers.map(({ takenAtMs, position }) => ({
      atMs: takenAtMs,
      text: say('youGot', { position }),
    })),
    ...(pressedAtMs === null ? [] : [{ atMs: pressedAtMs, text: say('youPressed') }]),
  ].sort((a, b) => a.atMs - b.atMs)

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-28">{say('why')}</h1>
        <p className="text-quiet">{say('whyLead', { title })}</p>
      </div>
      {hasOwn && <OwnTold numbers={numbers} inLine={inLine} />}
      {lastUnit === null ? (
        <NoLastUnit drop={drop} />
      ) : (
        <>
          <ol className="flex flex-col gap-4 border-l-2 border-line pl-6">
            {steps.map(({ atMs, text }) => (
              <li key={text}>
                <p className="font-medium">{text}</p>
                <p className="text-14 text-quiet">
                  {date(atMs)} {exactTime(atMs)}
                  <SeoulTime atMs={atMs} /> ·{' '}
                  {atMs <= opensAtMs
                    ? say('whenOpening')
                    : say('afterOpening', { seconds: since(atMs) })}
                </p>
              </li>
            ))}
          </ol>
          {reason !== null && (
            <p className="rounded-12 bg-sunken p-4">
              {say(reason, { seconds: secondsOf((pressedAtMs ?? 0) - lastUnit.atMs) })}
            </p>
          )}
          <Part
            title={cameBack > 0 ? say('cameBack', { count: cameBack }) : say('nothingCameBack')}
          >
            {cameBack > 0 && <p>{say('cameBackText')}</p>}
            {offered > 0 && <p>{say('offered', { count: offered })}</p>}
            {joined > 0 && <p>{say('joined', { count: joined })}</p>}
          </Part>
        </>
      )}
      <Part title={say('checkIt')}>
        <p>{say('checkItText')}</p>
        {!ledger.isWhole && (
          <p className="text-14 text-quiet">{say('tooLong', { count: ledger.entries.length })}</p>
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

const secondsOf = (ms: number) => (Math.max(0, ms) / 1_000).toFixed(3)

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="flex flex-col items-start gap-2">
    <h2 className="text-20">{title}</h2>
    {children}
  </section>
)
