import type { Order } from '#contracts/orders.ts'
import { isPaidBack } from '#web/kit/is-paid-back.ts'
import type { ShipmentFault, ShipmentLine } from './parse-shipments.ts'
import type { ShipmentOutcome } from './use-send-shipments.ts'

type StandingNow = 'ready' | 'notWaiting' | 'paidBack' | 'noAddress'

export type LineStanding = StandingNow | ShipmentOutcome

export type WaitingOrder = Pick<Order, 'shippingAddress' | 'state' | 'total' | 'refunded'>

export type KnownOfLines = {
  /** Those that wait to be shipped; null where not all of them are known. */
  readonly waiting: ReadonlyMap<string, WaitingOrder> | null
  readonly outcomes: ReadonlyMap<string, ShipmentOutcome>
}

/** How it stands with a line, by the word that says it: what came of it, else what will. */
export function lineStanding(orderId: string, { waiting, outcomes }: KnownOfLines): LineStanding {
  return outcomes.get(orderId) ?? standingNow(orderId, waiting)
}

/** What is wrong with a line; of a number that is not known, whether all that wait were looked at. */
export const wordOfFault = (
  fault: ShipmentFault['fault'],
  waiting: KnownOfLines['waiting'],
): ShipmentFault['fault'] | 'notAmongNewest' =>
  fault === 'notWaiting' && waiting === null ? 'notAmongNewest' : fault

/** The lines that would be shipped if they were sent now; what was sent in vain may be sent again. */
export const linesToSend = (
  lines: readonly ShipmentLine[],
  { waiting, outcomes }: KnownOfLines,
): readonly ShipmentLine[] =>
  lines.filter(
    ({ orderId }) =>
      outcomes.get(orderId) !== 'shipped' && standingNow(orderId, waiting) === 'ready',
  )

function standingNow(orderId: string, waiting: KnownOfLines['waiting']): StandingNow {
  if (waiting === null) return 'ready'
  const order = waiting.get(orderId)
  if (order === undefined) return 'notWaiting'
  return standingOf(order)
}

/** Whether it would be shipped with many others; else what keeps it. */
export function standingOf(order: WaitingOrder): 'ready' | 'paidBack' | 'noAddress' {
  if (isPaidBack(order)) return 'paidBack'
  return order.shippingAddress === undefined ? 'noAddress' : 'ready'
}
