import { useQuery } from '@tanstack/react-query'
import type { AuditEntry } from '#contracts/audit.ts'
import { nameWithOptions } from '#web/console/options-text.ts'
import { OrderLink } from '#web/console/orders/order-link.tsx'
import { RowLink } from '#web/console/row-link.tsx'
import { consoleWords } from '#web/console/words/console.ts'
import { reading } from '#web/kit/ask-shop.ts'
import { useWords } from '#web/kit/use-words.ts'
import { auditSubject } from './audit-subject.ts'

/** What an act was about, by its name: there stands what became of it, and why it was done. */
export function SubjectLink({ entry }: { readonly entry: AuditEntry }) {
  const say = useWords(consoleWords)
  const subject = auditSubject(entry)
  switch (subject?.is) {
    case undefined:
      return null
    case 'order':
      return <OrderLink orderId={subject.id} />
    case 'member':
      return <RowLink to={`/members/${subject.id}`}>{say('aMember')}</RowLink>
    case 'drop':
      return <DropLink dropId={subject.id} />
    case 'product':
      return <ProductLink productId={subject.id} skuId={entry.subjectId} />
  }
}

function DropLink({ dropId }: { readonly dropId: string }) {
  const { data } = useQuery(reading('stock.readDrop', { dropId }))
  return data && <RowLink to={`/drops/${dropId}`}>{nameWithOptions(data)}</RowLink>
}

function ProductLink({
  productId,
  skuId,
}: {
  readonly productId: string
  /** Where the act was about one of its SKUs. */
  readonly skuId: string | undefined
}) {
  const { data } = useQuery(reading('catalog.readProduct', { productId }))
  if (data === undefined) return null
  const { options = {} } = data.skus.find(sku => sku.skuId === skuId) ?? {}
  return (
    <RowLink to={`/products/${productId}`}>
      {nameWithOptions({ title: data.title, options })}
    </RowLink>
  )
}
