import { purchaseTraceOf } from '#contracts/purchase-trace.ts'
import type { NotificationsDeps } from './notifications-deps.ts'
import type { Letter } from './templates/letter.ts'

/** Records what became of a mail with the purchase that it is about, if it is about one. */
export function traceMail(
  { tracing }: Pick<NotificationsDeps, 'tracing'>,
  outcome: 'written' | 'sent' | 'refused',
  letter: Pick<Letter, 'kind'>,
  tookMs: number,
): void {
  const traceId = tracing ? purchaseTraceOf(letter) : null
  if (!tracing || traceId === null) return
  const about = { name: `notifications mail ${outcome}`, kind: 'internal' as const }
  tracing.record(traceId, { ...about, attributes: { 'mail.kind': letter.kind } }, tookMs)
}
