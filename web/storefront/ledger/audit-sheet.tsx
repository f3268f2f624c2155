import type { ReactNode } from 'react'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { ProofSeal } from '#web/storefront/receipt/proof-seal.tsx'
import type { AuditedLedger } from './use-audit.ts'
import { ledgerWords } from './words/ledger-words.ts'

/** As on paper: how many lines, from when to when, what they add up to, and the seal. */
export function AuditSheet({ ledger }: { readonly ledger: AuditedLedger }) {
  const say = useWords(ledgerWords)
  const { number } = useFormat()
  const { head, entries, audit } = ledger
  const { counters } = audit
  const instants = entries.flatMap(entry => (Number.isSafeInteger(entry?.atMs) ? entry.atMs : []))
  const [first, last] = [instants[0], instants.at(-1)]
  return (
    <div className="flex flex-col gap-6 rounded-12 border border-line bg-surface p-6 shadow-card md:p-12">
      <div className="flex flex-wrap items-end justify-between gap-6">
        <p>
          <span className="block text-14 text-quiet">{say('lines')}</span>
          <span className="text-40 font-bold">{say('linesCount', { count: entries.length })}</span>
        </p>
        <ProofSeal is={audit.is}>{say(audit.is)}</ProofSeal>
      </div>
      <dl className="grid gap-4 border-t border-line pt-6 sm:grid-cols-2">
        {first !== undefined && <Told name={say('from')} atMs={first} />}
        {last !== undefined && <Told name={say('to')} atMs={last} />}
        <Told name={say('signedAt')} atMs={head.atMs} />
      </dl>
      {counters !== null && (
        <dl className="grid grid-cols-2 gap-4 border-t border-line pt-6 sm:grid-cols-3">
          <Counted name={say('units')}>{say('unitCount', { count: counters.units })}</Counted>
          <Counted name={say('sold')}>{say('unitCount', { count: counters.sold })}</Counted>
          <Counted name={say('held')}>{say('unitCount', { count: counters.reserved })}</Counted>
          <Counted name={say('free')}>{say('unitCount', { count: counters.remaining })}</Counted>
          <Counted name={say('numbers')}>{number(counters.positions)}</Counted>
          <Counted name={say('waiting')}>{say('ticketCount', { count: counters.waiting })}</Counted>
        </dl>
      )}
    </div>
  )
}

function Told({ name, atMs }: { readonly name: string; readonly atMs: number }) {
  const { date, exactTime } = useFormat()
  return (
    <div>
      <dt className="text-14 text-quiet">{name}</dt>
      <dd>
        {date(atMs)}
        <span className="block text-20 font-semibold">{exactTime(atMs)}</span>
        <SeoulTime atMs={atMs} />
      </dd>
    </div>
  )
}

const Counted = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt className="text-14 text-quiet">{name}</dt>
    <dd className="text-20 font-semibold">{children}</dd>
  </div>
)
