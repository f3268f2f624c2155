import { type ShippingAct, shippedOrders } from './audit-facts.ts'

/**
 * What came of an act: in one word, or the code of its refusal. Of many orders together some may
 * have been shipped, or none. The page says it in words, and the CSV as it is.
 */
export function auditOutcome(entry: ShippingAct): string {
  const { outcome = 'unknown' } = entry
  const { shipped, left } = shippedOrders(entry)
  if (left.length === 0) return outcome
  return shipped.length === 0 ? 'all_refused' : 'done_in_part'
}
