import type { AuditEntry } from '#contracts/audit.ts'
import { OrderLink } from '#web/console/orders/order-link.tsx'
import { useFieldName } from '#web/console/use-field-name.ts'
import { consoleAuditWords } from '#web/console/words/console-audit.ts'
import { useFormat } from '#web/kit/use-format.ts'
import { useWords } from '#web/kit/use-words.ts'
import { auditFacts, shippedOrders } from './audit-facts.ts'
import { useAuditWord } from './use-audit-word.ts'
import { useValueWord } from './use-value-word.ts'

/** Of many orders. */
const SHOWN = 5

/** What was asked for with an act, in words; as it was recorded for who wants it so. */
export function AuditDetails({ entry }: { readonly entry: AuditEntry }) {
  const say = useWords(consoleAuditWords)
  const nameOf = useFieldName()
  const word = useValueWord()
  const wordOf = useAuditWord()
  const { details, result } = entry
  // By name it stands with what the act was about.
  const { skuId: _, ...asked } = details
  const facts = auditFacts(asked, { ...useFormat(), word })
  const { shipped, left } = shippedOrders(entry)
  if (facts.length + shipped.length + left.length === 0) return null
  return (
    <div className="min-w-56">
      <dl className="flex flex-wrap gap-x-4">
        {facts.map(({ field, text }) => (
          <div key={field} className="flex gap-1">
            <dt className="text-quiet">{nameOf(field)}</dt>
            <dd className="[overflow-wrap:anywhere]">{text}</dd>
          </div>
        ))}
      </dl>
      <Orders about={say('parcelsAt')} orders={shipped.map(orderId => ({ orderId }))} />
      <Orders
        about={say('notShipped')}
        orders={left.map(({ orderId, reason }) => ({
          ...{ orderId, why: wordOf(`refused_${reason}`) ?? reason },
        }))}
      />
      {facts.length > 0 && <Raw>{JSON.stringify(result ? { ...details, result } : details)}</Raw>}
    </div>
  )
}

function Orders({
  about,
  orders,
}: {
  readonly about: string
  readonly orders: readonly { readonly orderId: string; readonly why?: string }[]
}) {
  const say = useWords(consoleAuditWords)
  if (orders.length === 0) return null
  return (
    <p className="flex flex-wrap items-center gap-x-2">
      <span className="text-quiet">{about}</span>
      {orders.slice(0, SHOWN).map(({ orderId, why }) => (
        <span key={orderId}>
          <OrderLink orderId={orderId} />
          {why !== undefined && ` (${why})`}
        </span>
      ))}
      {orders.length > SHOWN && say('andMore', { count: orders.length - SHOWN })}
    </p>
  )
}

function Raw({ children }: { readonly children: string }) {
  const say = useWords(consoleAuditWords)
  return (
    <details className="text-12 text-quiet">
      <summary className="flex min-h-6 w-fit items-center underline underline-offset-4 pointer-coarse:min-h-11">
        {say('raw')}
      </summary>
      <code className="break-all">{children}</code>
    </details>
  )
}
