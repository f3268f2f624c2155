import type { Receipt } from '#contracts/ledger.ts'
import type { Reservation } from '#contracts/stock.ts'
import { Button } from '#web/kit/button.tsx'
import { saveAsJson } from '#web/kit/save-file.ts'
import { SeoulTime } from '#web/kit/seoul-time.tsx'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { TextLink } from '#web/storefront/account/text-link.tsx'
import { goodsName } from '#web/storefront/parts/goods-name.ts'
import { ReceiptProof } from './receipt-proof.tsx'
import { ReceiptSeal } from './receipt-seal.tsx'
import { useReceiptVerdict } from './use-receipt-verdict.ts'
import { receiptWords } from './words/receipt-words.ts'

/** Number, instant and seal, as on paper; below, how that is checked. */
export function ReceiptSheet({
  reservation,
  receipt,
}: {
  readonly reservation: Reservation
  readonly receipt: Receipt
}) {
  const say = useWords(receiptWords)
  const { date, exactTime } = useFormat()
  const { dropId, position, lines, orderId } = reservation
  const { data: verdict, isError } = useReceiptVerdict(receipt, { dropId, position })
  const { atMs, quantity = 1 } = receipt.entry
  return (
    <div className="flex flex-col gap-6">
      <h1 className="text-28">{say('title')}</h1>
      <div className="flex flex-col gap-6 rounded-12 border border-line bg-surface p-6 shadow-card md:p-12">
        <p className="text-20 font-semibold">{lines.map(goodsName).join(', ')}</p>
        <div className="flex flex-wrap items-end justify-between gap-6">
          <p>
            <span className="block text-14 text-quiet">{say('number')}</span>
            <span className="text-64 font-bold">{position}</span>
          </p>
          <ReceiptSeal verdict={isError ? { is: 'unable' } : verdict} />
        </div>
        <dl className="grid gap-4 border-t border-line pt-6 sm:grid-cols-2">
          <div>
            <dt className="text-14 text-quiet">{say('instant')}</dt>
            <dd>
              {date(atMs)}
              <span className="block text-20 font-semibold">{exactTime(atMs)}</span>
              <SeoulTime atMs={atMs} />
            </dd>
          </div>
          <div>
            <dt className="text-14 text-quiet">{say('quantity')}</dt>
            <dd className="text-20 font-semibold">{say('units', { count: quantity })}</dd>
          </div>
        </dl>
      </div>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
        <Button onClick={() => saveAsJson(`firstcome-receipt-${position}.json`, receipt)}>
          {say('download')}
        </Button>
        <TextLink to={`/orders/${orderId}`}>{say('toOrder')}</TextLink>
      </div>
      <ReceiptProof receipt={receipt} verdict={verdict} />
    </div>
  )
}
