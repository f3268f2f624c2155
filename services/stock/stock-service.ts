import type { catalogApi } from '#contracts/catalog.ts'
import type { Calls } from '#contracts/operation.ts'
import { paymentEvents } from '#contracts/payments.ts'
import { stockApi, stockStreams } from '#contracts/stock.ts'
import type { Database } from '#platform/database/database.ts'
import { recountJobs } from '#platform/database/recount.ts'
import { deadLetterCalls } from '#platform/events/dead-letter-calls.ts'
import type { Subscription } from '#platform/events/event-log.ts'
import type { Ids } from '#platform/ids.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { Service } from '#platform/service.ts'
import type { Clock } from '#platform/time/clock.ts'
import { claimLanes } from './claim-lanes.ts'
import { dropAdminCalls } from './drop-admin-calls.ts'
import { dropBoard } from './drop-board.ts'
import { dropCalls } from './drop-calls.ts'
import { type StatsTeller, statsTeller } from './drop-stats.ts'
import { laneMeasures } from './lane-measures.ts'
import { ledgerCalls } from './ledger-calls.ts'
import { letGoEverywhere } from './let-go-job.ts'
import { lineTeller } from './line-teller.ts'
import { recountStock } from './recount-stock.ts'
import { type RefusalCounts, refusalCounts } from './refusal-counts.ts'
import { reservationCalls } from './reservation-calls.ts'
import { skuCalls } from './sku-calls.ts'
import type { StockChanges } from './stock-changes.ts'
import type { StockGate } from './stock-gate.ts'
import { measureStock } from './stock-measures.ts'
import { waitlistCalls } from './waitlist-calls.ts'

export type StockDatabase = Database<typeof import('./stock-store.ts')>

type StockDeps = {
  readonly database: StockDatabase
  readonly gate: StockGate
  /** Knows what a SKU's product costs otherwise. */
  readonly catalog: Pick<Calls<typeof catalogApi>, 'readSkusForSale'>
  readonly live: Live
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly metrics?: Metrics
  /** How long what this process knows of a drop is believed; for ever where it is the only one. */
  readonly believedMs?: number
  /** This shop is a rehearsal, and says so. */
  readonly rehearsal?: boolean
}

/** SKUs, drops, reservations and their ledger: the one service that a rush touches. */
export function stockService(deps: StockDeps): Service<typeof stockApi> {
  const { database, gate, live, clock, ids, log, believedMs = Number.POSITIVE_INFINITY } = deps
  const nowMs = () => clock.nowMs()
  const isAlone = believedMs === Number.POSITIVE_INFINITY
  const refusals = refusalCounts({ live, name: isAlone ? null : ids.next() })
  const board = dropBoard({ live, nowMs, believedMs, onTold: dropId => stats.moved(dropId) })
  const stats = statsTeller({ database, live, board, nowMs, refusals })
  const line = lineTeller({ database, live })
  const onChanges = (changes: StockChanges) => {
    // The memory's gate has done it when this returns; another catches up by the version.
    gate.apply(changes).catch((error: unknown) => log.warn({ err: error }, 'the gate missed news'))
    try {
      board.apply(changes)
      line.moved(changes)
    } catch (error) {
      // A listener of ours is broken. It is committed all the same, and whoever asked has it.
      log.error({ err: error }, 'what was committed could not be shown')
    }
  }
  const { metrics } = deps
  if (metrics !== undefined) measureStock({ metrics, log, database })
  const measures = metrics && laneMeasures(metrics)
  const lanes = claimLanes({ database, gate, nowMs, log, onChanges, ...(measures && { measures }) })
  const shared = { ...deps, board, onChanges, nowMs, refusals, stats }
  const subscription: Subscription = {
    sources: ['payments'],
    types: [paymentEvents.captured.type],
    afterwards: changes => {
      if (changes !== undefined) onChanges(changes as StockChanges)
    },
  }

  return {
    name: 'stock',
    api: stockApi,
    streams: stockStreams,
    calls: {
      ...dropCalls(shared),
      ...reservationCalls(shared, lanes),
      ...ledgerCalls(shared),
      ...dropAdminCalls(shared),
      ...skuCalls(shared),
      ...waitlistCalls(shared),
      ...deadLetterCalls({ ...deps, subscription }),
    },
    subscription,
    jobs: [
      { name: 'stock.let_go', everyMs: 250, run: () => letGoEverywhere(shared) },
      {
        name: 'stock.tell_instants',
        everyMs: 100,
        everywhere: true,
        run: async () => board.tellInstants(nowMs()),
      },
      { name: 'stock.tell_lines', everyMs: 500, everywhere: true, run: () => line.tell() },
      { name: 'stock.tell_stats', everyMs: 200, everywhere: true, run: () => stats.tell() },
      {
        name: 'stock.sweep_gate',
        everyMs: 1_000,
        everywhere: true,
        run: () => gate.sweep(versionOf),
      },
      ...recountJobs(deps, recountStock(deps.database)),
    ],
  }

  async function versionOf(dropId: string): Promise<number | null> {
    const record = await database.read.readDrop({ dropId })
    return record === null ? null : board.keep(record).version
  }
}

/** What the calls of stock share. */
export type StockParts = StockDeps & {
  readonly board: ReturnType<typeof dropBoard>
  readonly onChanges: (changes: StockChanges) => void
  readonly nowMs: () => number
  readonly refusals: RefusalCounts
  readonly stats: StatsTeller
}
