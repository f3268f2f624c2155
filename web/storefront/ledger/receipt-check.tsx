import { useRef, useState } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Notice } from '#web/kit/notice.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { Panel } from '#web/storefront/parts/panel.tsx'
import { type FileVerdict, judgeReceiptFile } from './judge-receipt-file.ts'
import { sentenceOf } from './sentence-of.ts'
import { type AuditedLedger, useAudit } from './use-audit.ts'
import { ledgerWords } from './words/ledger-words.ts'

/** Holds a receipt that was kept against the ledger of the page, for anybody who has it. */
export function ReceiptCheck({
  dropId,
  ledger: { entries, keys },
}: {
  readonly dropId: string
  readonly ledger: AuditedLedger
}) {
  const say = useWords(ledgerWords)
  const input = useRef<HTMLInputElement>(null)
  const { refetch } = useAudit(dropId)
  const [verdict, setVerdict] = useState<FileVerdict | null>(null)

  async function readAgain() {
    const { data, isError } = await refetch()
    return isError || data === undefined ? null : data.entries
  }

  async function judge(file: File | undefined): Promise<void> {
    setVerdict(null)
    if (file === undefined) return
    const against = { dropId, entries, keys, readAgain }
    setVerdict(await judgeReceiptFile(await file.text(), against))
  }

  return (
    <Panel title={say('receipt')}>
      <p>{say('receiptText')}</p>
      <div>
        <Button onClick={() => input.current?.click()}>{say('chooseReceipt')}</Button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={({ target }) => {
            void judge(target.files?.[0])
            // The same file may be chosen again.
            target.value = ''
          }}
        />
      </div>
      {verdict !== null && <FileTold verdict={verdict} />}
    </Panel>
  )
}

function FileTold({ verdict }: { readonly verdict: FileVerdict }) {
  const say = useWords(ledgerWords)
  switch (verdict.is) {
    case 'verified': {
      const { index } = verdict.entry
      const sentence = sentenceOf(verdict.entry, say)
      return <Notice look="yours">{say('receipt_verified', { index, sentence })}</Notice>
    }
    case 'newer':
      return <Notice look="yours">{say('receipt_newer')}</Notice>
    case 'wrong':
      return <Notice look="wrong">{say(`receipt_${verdict.what}`)}</Notice>
    case 'changed':
    case 'pastDiffers':
      return <Notice look="wrong">{say(`receipt_${verdict.is}`)}</Notice>
    case 'otherDrop':
      return (
        <Notice>
          {say('receipt_otherDrop')}{' '}
          <TextLink to={`/drops/${verdict.dropId}/ledger`}>{say('toThatLedger')}</TextLink>
        </Notice>
      )
    default:
      return <Notice>{say(`receipt_${verdict.is}`)}</Notice>
  }
}
