import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import type { EntryFault } from './audit-ledger.ts'
import { ledgerWords } from './words/ledger-words.ts'

/** One fault may cast many shadows; the first are the ones that tell. */
const SHOWN = 20

/** What is wrong, and in which line: each leads there. */
export function FaultList({ faults }: { readonly faults: readonly EntryFault[] }) {
  const say = useWords(ledgerWords)
  const more = faults.length - SHOWN
  return (
    <Panel title={say('faults', { count: faults.length })}>
      <ul className="flex flex-col gap-3">
        {faults.slice(0, SHOWN).map(({ index, fault }) => (
          <li key={`${index} ${fault}`} className="flex gap-3">
            <span className="shrink-0">
              <TextLink to={`?line=${index}`}>{say('line', { index })}</TextLink>
            </span>
            <span className="text-wrong">{say(`fault_${fault}`)}</span>
          </li>
        ))}
      </ul>
      {faults.length > 1 && <p className="text-14 text-quiet">{say('shadows')}</p>}
      {more > 0 && <p className="text-14 text-quiet">{say('moreFaults', { count: more })}</p>}
    </Panel>
  )
}
