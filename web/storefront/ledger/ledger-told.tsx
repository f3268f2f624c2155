import type { Drop } from '#contracts/drops.ts'
import { Button } from '#web/kit/button.tsx'
import { saveAsJson } from '#web/kit/save-file.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { AuditSheet } from './audit-sheet.tsx'
import { EntryList } from './entry-list.tsx'
import { FaultList } from './fault-list.tsx'
import { PromiseList } from './promise-list.tsx'
import { ReceiptCheck } from './receipt-check.tsx'
import type { AuditedLedger } from './use-audit.ts'
import { ledgerWords } from './words/ledger-words.ts'

/** The verdict, what it rests on, the file to judge anew, and every line. */
export function LedgerTold({
  drop,
  ledger,
}: {
  readonly drop: Drop
  readonly ledger: AuditedLedger
}) {
  const say = useWords(ledgerWords)
  const { dropId } = drop
  const { head, entries, audit } = ledger
  const file = `firstcome-ledger-${dropId}.json`
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="text-28">{say('title')}</h1>
        <p className="text-quiet">{say('lead', { title: goodsName(drop) })}</p>
        <p className="flex flex-wrap gap-x-6 gap-y-2">
          <TextLink to={`/drops/${dropId}`}>{say('toDrop')}</TextLink>
          <TextLink to={`/drops/${dropId}/why`}>{say('why')}</TextLink>
        </p>
      </div>
      <AuditSheet ledger={ledger} />
      {audit.faults.length > 0 && <FaultList faults={audit.faults} />}
      <PromiseList kept={audit.kept} />
      <Panel title={say('keep')}>
        <p>{say('keepText')}</p>
        <code className="rounded-12 bg-sunken p-4 text-14 break-all">
          npm run verify -- --ledger {file} --url {location.origin}
        </code>
        <div>
          <Button onClick={() => saveAsJson(file, { head, entries })}>{say('download')}</Button>
        </div>
      </Panel>
      <ReceiptCheck dropId={dropId} ledger={ledger} />
      <EntryList entries={entries} faults={audit.faults} />
    </div>
  )
}
