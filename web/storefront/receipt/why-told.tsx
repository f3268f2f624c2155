import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import type { Drop } from '#contracts/drops.ts'
import { ButtonLink } from '#web/kit/button.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { keptPress } from '#web/storefront/drop/kept-press.ts'
import type { ReadLedger } from './use-whole-ledger.ts'
import { whyStory } from './why-story.ts'
import { receiptWords } from './words/receipt-words.ts'

/** The course of the sale, with one's own press in it where this browser remembers one. */
export function WhyTold({ drop, ledger }: { readonly drop: Drop; readonly ledger: ReadLedger }) {
  const say = useWords(receiptWords)
  const { exactTime, date } = useFormat()
  const { dropId, title, units, opensAtMs } = drop
  const { lastUnit, cameBack, offered, joined } = whyStory(ledger.entries)
  const [search] = useSearchParams()
  // The drop page tells when one pressed; else what this browser still keeps.
  const told = Number(search.get('pressed'))
  const pressedAtMs = told > 0 ? told : (keptPress(dropId)?.pressedAtMs ?? null)
  const since = (atMs: number) => secondsOf(atMs - opensAtMs)

  const steps = [
    { atMs: opensAtMs, text: say('opened', { units }) },
    ...(lastUnit === null
      ? []
      : [{ atMs: lastUnit.atMs, text: say('lastUnit', { position: lastUnit.position }) }]),
    ...(pressedAtMs === null ? [] : [{ atMs: pressedAtMs, text: say('youPressed') }]),
  ].sort((a, b) => a.atMs - b.atMs)

  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-28">{say('why')}</h1>
        <p className="text-quiet">{say('whyLead', { title })}</p>
      </div>
      {lastUnit === null ? (
        <Part title={say('notSoldOut')}>
          <p>{say('notSoldOutText')}</p>
          <ButtonLink to={`/drops/${dropId}`}>{say('toDrop')}</ButtonLink>
        </Part>
      ) : (
        <>
          <ol className="flex flex-col gap-4 border-l-2 border-line pl-6">
            {steps.map(({ atMs, text }) => (
              <li key={text}>
                <p className="font-medium">{text}</p>
                <p className="text-14 text-quiet">
                  {date(atMs)} {exactTime(atMs)} ·{' '}
                  {atMs <= opensAtMs
                    ? say('whenOpening')
                    : say('afterOpening', { seconds: since(atMs) })}
                </p>
              </li>
            ))}
          </ol>
          <p className="rounded-12 bg-sunken p-4">{reason(pressedAtMs, lastUnit.atMs)}</p>
          <Part
            title={cameBack > 0 ? say('cameBack', { count: cameBack }) : say('nothingCameBack')}
          >
            {cameBack > 0 && <p>{say('cameBackText', { offered })}</p>}
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
          <a
            href={`/api/drops/${dropId}/ledger`}
            className="rounded-4 underline underline-offset-4"
          >
            {say('openLedger')}
          </a>
        </p>
      </Part>
    </div>
  )

  function reason(pressed: number | null, lastAtMs: number): string {
    if (pressed === null) return say('unknownPress')
    return pressed > lastAtMs
      ? say('late', { seconds: secondsOf(pressed - lastAtMs) })
      : say('early')
  }
}

const secondsOf = (ms: number) => (Math.max(0, ms) / 1_000).toFixed(3)

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <section className="flex flex-col items-start gap-2">
    <h2 className="text-20">{title}</h2>
    {children}
  </section>
)
