import { orderIdOf } from './order-id.ts'

/**
 * The trace of a purchase is its order's id, without its hyphens. A purchase is several requests,
 * minutes apart, and facts that travel in batches: by this name each of them finds its trace
 * without having been told, and so does whoever looks for an order.
 *
 * @param said Input or answer of a call, or the data of an event. Null where it is about no
 * purchase, or about many.
 */
export function purchaseTraceOf(said: unknown): string | null {
  const orderId = typeof said === 'string' ? orderIdIn(said) : orderIdOfFields(said)
  return orderId === null ? null : orderId.replaceAll('-', '').toLowerCase()
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

function orderIdOfFields(said: unknown): string | null {
  if (typeof said !== 'object' || said === null) return null
  const { orderId, reservationId } = said as Readonly<Record<string, unknown>>
  if (typeof orderId === 'string' && UUID.test(orderId)) return orderId
  return typeof reservationId === 'string' && UUID.test(reservationId)
    ? orderIdOf(reservationId)
    : null
}

/** An answer that is JSON text already is not read for this. */
const orderIdIn = (text: string): string | null =>
  /"orderId":"([\da-f-]{36})"/.exec(text)?.[1] ?? null

/** The traces of all purchases that a text tells of, such as the data of many facts. */
export function purchaseTracesIn(text: string): ReadonlySet<string> {
  const traces = new Set<string>()
  for (const [, field, id = ''] of text.matchAll(IDS)) {
    traces.add((field === 'orderId' ? id : orderIdOf(id)).replaceAll('-', ''))
  }
  return traces
}

const IDS = /"(orderId|reservationId)":"([\da-f-]{36})"/g
