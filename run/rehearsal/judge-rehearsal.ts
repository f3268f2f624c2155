import type { Order } from '#contracts/orders.ts'
import type { JudgedPromise } from '#contracts/rehearsals.ts'
import { checkLedger } from '#run/ledger/ledger-checks.ts'
import type { Seen } from './hold-rehearsal.ts'
import { tellPromise } from './tell-promise.ts'

/** What may follow in an order's history (PRODUCT's rule of the order's states). */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  awaiting_payment: ['paid', 'cancelled', 'expired'],
  paid: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: ['returned'],
}

/** Judges every invariant by what the crowd was told, the orders it has, and the public ledger. */
export function judgeRehearsal(seen: Seen): readonly JudgedPromise[] {
  const { entries, head, keys, drop, stats, orders, outcomes, asked } = seen
  const ledger = checkLedger(entries, head, drop.dropId, keys)
  const faults = ledger.checks.filter(({ fault }) => fault !== null)
  const sold = entries.filter(({ kind }) => kind === 'committed').length
  const taken = entries.filter(({ kind }) => kind === 'reserved' || kind === 'offered')
  const { units } = drop
  const paid = orders.filter(({ state }) => state === 'paid' || state === 'shipped')
  const bought = outcomes.filter(({ ending }) => ending === 'bought')
  const unanswered = outcomes.filter(({ ending }) => ending === 'not answered')
  const wanted = outcomes.length
  const free = units - stats.sold - stats.reserved
  const broken = asked.filter(({ status }) => status === 500)
  const early = taken.filter(({ atMs }) => atMs < drop.opensAtMs)
  const price = drop.price.amountMinor
  const astray = orders.filter(order => !goesForward(order))
  return [
    tellPromise('unitsOnce', {
      isKept: stats.sold <= units && (free === 0 || stats.drop.waiting === 0 || wanted < units),
      figures: { sold: stats.sold, units, free, waiting: stats.drop.waiting },
    }),
    tellPromise('holdsEnd', {
      isKept: stats.reserved === 0 && endings(seen) === taken.length,
      figures: { holds: taken.length, ends: endings(seen) },
    }),
    tellPromise('paidIsOrdered', {
      isKept:
        bought.length === paid.length &&
        sold === paid.length &&
        paid.every(order => order.total.amountMinor === price),
      figures: { captured: bought.length, paid: paid.length, sold },
    }),
    tellPromise('ordersGoForward', {
      isKept: astray.length === 0,
      figures: { orders: orders.length, astray: astray.length },
    }),
    tellPromise('limitAndLine', {
      // What could not be replayed proves nothing.
      isKept:
        ledger.counters !== null && !faults.some(({ fault }) => /limit|line/.test(String(fault))),
      figures: { faults: faults.length },
    }),
    tellPromise('ledgerVerifies', {
      isKept: faults.length === 0,
      figures: { entries: entries.length },
      fault: faults[0]?.sentence,
    }),
    tellPromise('oneAnswer', {
      isKept: seen.differing === 0,
      figures: { unheard: unheard(seen), differing: seen.differing },
    }),
    tellPromise('withinHours', {
      isKept: early.length === 0 && seen.afterClosing === 'drop_ended',
      figures: { early: early.length, afterClosing: String(seen.afterClosing) },
    }),
    tellPromise('eventsArrive', {
      isKept:
        seen.deadLetters === 0 && orders.length === outcomes.filter(({ held }) => held).length,
      figures: { deadLetters: seen.deadLetters },
    }),
    tellPromise('everybodyAnswered', {
      isKept: unanswered.length === 0 && broken.length === 0,
      figures: { unanswered: unanswered.length, wanted, broken: broken.length },
    }),
  ]
}

const endings = ({ entries }: Seen): number =>
  entries.filter(({ kind }) => kind === 'committed' || kind === 'released' || kind === 'expired')
    .length

const unheard = ({ asked }: Seen): number =>
  asked.filter(({ step, code }) => step === 'reserve' && code === 'net gone').length

function goesForward({ history }: Order): boolean {
  return history.every(
    ({ state }, at) => at === 0 || NEXT[history[at - 1]?.state ?? '']?.includes(state),
  )
}
