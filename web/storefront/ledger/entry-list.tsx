import { useEffect, useRef } from 'react'
import { useSearchParams } from 'react-router'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { Button } from '#web/kit/button.tsx'
import { classNames } from '#web/kit/class-names.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import type { EntryFault } from './audit-ledger.ts'
import { sentenceOf } from './sentence-of.ts'
import { ledgerWords } from './words/ledger-words.ts'

const PAGE = 50

/** Every line in words, by the page; `?line=7` is the page that has it, and leads to it. */
export function EntryList({
  entries,
  faults,
}: {
  readonly entries: readonly LedgerEntry[]
  readonly faults: readonly EntryFault[]
}) {
  const say = useWords(ledgerWords)
  const [search, setSearch] = useSearchParams()
  const asked = search.get('line')
  const line = Math.max(0, Math.min(Number(asked) || 0, entries.length - 1))
  const led = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (asked !== null) led.current?.focus()
  }, [asked])
  const first = line - (line % PAGE)
  const shown = entries
    .slice(first, first + PAGE)
    .map((entry, at) => ({ entry, place: first + at }))
  const wrong = new Set(faults.map(({ index }) => index))
  const lead = (to: number) => setSearch({ line: String(to) })
  return (
    <Panel
      title={say('entries')}
      aside={
        <p role="status" className="text-14 text-quiet">
          {say('shown', {
            first,
            last: first + shown.length - 1,
            count: entries.length,
          })}
        </p>
      }
    >
      <ol className="flex flex-col">
        {shown.map(({ entry, place }) => (
          <li
            key={place}
            ref={place === line ? led : undefined}
            tabIndex={-1}
            className={classNames(
              'flex gap-4 border-t border-line py-3',
              wrong.has(entry?.index) && 'bg-wrong-ground text-wrong',
            )}
          >
            <Line entry={entry} place={place} />
          </li>
        ))}
      </ol>
      {entries.length > PAGE && (
        <div className="flex flex-wrap gap-3">
          {first > 0 && <Button onClick={() => lead(first - PAGE)}>{say('earlier')}</Button>}
          {first + PAGE < entries.length && (
            <Button onClick={() => lead(first + PAGE)}>{say('later')}</Button>
          )}
        </div>
      )}
    </Panel>
  )
}

/** How much of a pseudonym tells two members apart for the eye; the file has all of it. */
const PSEUDONYM_SIGNS = 8

function Line({ entry, place }: { readonly entry: LedgerEntry; readonly place: number }) {
  const say = useWords(ledgerWords)
  const { date, exactTime, number } = useFormat()
  const { atMs = Number.NaN, member } = entry ?? {}
  return (
    <>
      <span className="min-w-8 shrink-0 text-quiet">{number(place)}</span>
      <span className="min-w-0">
        {sentenceOf(entry, say)}
        <span className="block text-14 text-quiet">
          {Number.isSafeInteger(atMs) && `${date(atMs)} ${exactTime(atMs)}`}
          {typeof member === 'string' && (
            <>
              {' · '}
              <span className="whitespace-nowrap">
                {say('pseudonym', { member: member.slice(0, PSEUDONYM_SIGNS) })}
              </span>
            </>
          )}
        </span>
      </span>
    </>
  )
}
