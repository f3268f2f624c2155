import type { Order } from '#contracts/orders.ts'
import { checkLedger } from '#run/ledger/ledger-checks.ts'
import type { Seen } from './hold-rehearsal.ts'

/** One promise of the shop, and whether it was kept. */
export type Verdict = {
  readonly promise: string
  readonly isKept: boolean
  /** What was found: the figures, or what is wrong. */
  readonly finding: string
}

/** What may follow in an order's history (PRODUCT's rule of the order's states). */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  awaiting_payment: ['paid', 'cancelled', 'expired'],
  paid: ['shipped', 'cancelled'],
  shipped: ['delivered'],
  delivered: ['returned'],
}

/** Judges every invariant by what the crowd was told, the orders it has, and the public ledger. */
export function judgeRehearsal(seen: Seen): readonly Verdict[] {
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
  return [
    verdict(
      'No unit is sold twice, and none is left while somebody waits',
      stats.sold <= units && (free === 0 || stats.drop.waiting === 0 || wanted < units),
      `${stats.sold} of ${units} sold, ${free} free, ${stats.drop.waiting} still wait`,
    ),
    verdict(
      'Every hold has ended, once',
      stats.reserved === 0 && endings(seen) === taken.length,
      `${taken.length} holds, ${endings(seen)} ends`,
    ),
    verdict(
      'Whoever paid has an order, and nobody else; the money is that of the units sold',
      bought.length === paid.length &&
        sold === paid.length &&
        paid.every(order => order.total.amountMinor === price),
      `${bought.length} captured, ${paid.length} orders paid, ${sold} units sold`,
    ),
    verdict(
      'No order goes backwards',
      orders.every(goesForward),
      `${orders.length} orders, ${orders.filter(order => !goesForward(order)).length} astray`,
    ),
    verdict(
      'Nobody has more than the limit, and nobody passes those who wait',
      // What could not be replayed proves nothing.
      ledger.counters !== null && !faults.some(({ fault }) => /limit|line/.test(String(fault))),
      `the ledger, replayed: ${faults.length} faults`,
    ),
    verdict(
      'Positions are 1, 2, 3 without a gap, and the signed ledger verifies',
      faults.length === 0,
      faults[0]?.sentence ?? `${entries.length} entries under one signed root`,
    ),
    verdict(
      'One key, one answer, word for word',
      seen.differing === 0,
      `${unheard(seen)} asked again after the net was gone, ${seen.differing} told otherwise`,
    ),
    verdict(
      'Nothing before the opening, nothing new after the closing',
      early.length === 0 && seen.afterClosing === 'drop_ended',
      `${early.length} before; after the closing: ${seen.afterClosing}`,
    ),
    verdict(
      'Every event arrives',
      seen.deadLetters === 0 && orders.length === outcomes.filter(({ held }) => held).length,
      `${seen.deadLetters} dead letters`,
    ),
    verdict(
      'Everybody is answered, and nothing breaks',
      unanswered.length === 0 && broken.length === 0,
      `${unanswered.length} of ${wanted} without an answer, ${broken.length} answers of 500`,
    ),
  ]
}

const verdict = (promise: string, isKept: boolean, finding: string): Verdict => ({
  promise,
  isKept,
  finding,
})

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
