import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Receipt } from '#contracts/ledger.ts'
import { Notice } from '#web/kit/notice.tsx'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import type { ReceiptVerdict } from './verify-receipt.ts'
import { receiptWords } from './words/receipt-words.ts'

/** How it is checked, in three sentences; and what it is checked by, for those who look closer. */
export function ReceiptProof({
  receipt: { entry, index, path, head },
  verdict,
}: {
  readonly receipt: Receipt
  readonly verdict: ReceiptVerdict | undefined
}) {
  const say = useWords(receiptWords)
  const { date, exactTime, number } = useFormat()
  return (
    <section aria-labelledby="how" className="flex flex-col gap-3">
      <h2 id="how" className="text-20">
        {say('how')}
      </h2>
      <p>
        {say('howLedger')} {say('howPath')} {say('howSigned')}
      </p>
      {verdict?.is === 'wrong' && <Notice look="wrong">{say(`wrong_${verdict.what}`)}</Notice>}
      {verdict?.is === 'unable' && <Notice>{say('unableText')}</Notice>}
      <details className="group rounded-12 border border-line px-4">
        <summary className="flex min-h-11 list-none items-center justify-between gap-2 [&::-webkit-details-marker]:hidden">
          {say('closer')}
          <ChevronDown aria-hidden className="size-5 transition-transform group-open:rotate-180" />
        </summary>
        <dl className="flex flex-col gap-3 pb-4 text-14">
          <Row name={say('entry')}>
            {say('entryOf', { index: number(index), size: number(head.size) })}
          </Row>
          {verdict?.is === 'verified' && <Row name={say('leaf')}>{verdict.leaf}</Row>}
          <Row name={say('root')}>{head.rootHash}</Row>
          <Row name={say('path')}>{say('steps', { count: path.length })}</Row>
          <Row name={say('signedAt')}>
            {date(head.atMs)} {exactTime(head.atMs)}
            <SeoulTime atMs={head.atMs} />
          </Row>
          <Row name={say('pseudonym')}>{entry.member}</Row>
          <Row name={say('ledger')}>
            <TextLink to={`/drops/${entry.dropId}/ledger`}>{say('openLedger')}</TextLink>
          </Row>
        </dl>
      </details>
    </section>
  )
}

const Row = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt className="text-quiet">{name}</dt>
    <dd className="break-all">{children}</dd>
  </div>
)
