import assert from 'node:assert/strict'
import type { Event } from '#contracts/event.ts'
import type { CallContext, Calls } from '#contracts/operation.ts'
import { type Payment, paymentsApi } from '#contracts/payments.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import { uuidv7 } from '#platform/ids.ts'
import { silentLog } from '#platform/measures/log.ts'
import { local } from '#platform/rpc/rpc.ts'
import { systemClock } from '#platform/time/clock.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { simulatedPaymentProvider } from './payment-provider.simulator.ts'
import type { PaymentProvider } from './payment-provider.ts'
import type { PaymentsDeps } from './payments-deps.ts'
import { paymentsService } from './payments-service.ts'
import { type AdapterDeps, providerMemory } from './provider-memory.ts'
import { obliging, type SimulatorConfig } from './simulated-fate.ts'
import { type StockStandIn, stockStandIn } from './stock-stand-in.ts'

export type Payments = Calls<typeof paymentsApi> & {
  /** Runs each job once, as the process would by itself; or one of them. */
  runJobs(name?: string): Promise<void>
}

export type PaymentsBed = AsyncDisposable & {
  readonly clock: VirtualClock
  readonly stock: StockStandIn
  readonly deps: PaymentsDeps
  /** Another process of payments over the same databases. */
  readonly start: (instead?: Partial<PaymentsDeps>) => Payments
  /** Brings what payments announced to stock, and what stock says to it back. */
  readonly deliver: () => Promise<void>
  /** Lets time pass, jobs run and events arrive until there is nothing left to do. */
  readonly settle: (payments: Payments) => Promise<void>
  readonly rowsOf: (table: string) => Promise<Record<string, unknown>[]>
  readonly announced: () => Promise<Pick<Event, 'type' | 'subject' | 'version' | 'data'>[]>
}

/** Makes the provider of new payments, where that is not the simulator. */
type MakeProvider = (deps: AdapterDeps) => PaymentProvider

/** Payments over real databases and the simulator; stock, the clock and time are stood in for. */
export async function aPaymentsBed(
  config: SimulatorConfig = obliging,
  makeProvider?: MakeProvider,
): Promise<PaymentsBed> {
  const clock = virtualClock()
  const databases = await someDatabases(clock)
  const database = await databases.open<typeof import('./payments-store.ts')>(
    ...(['payments', import.meta.resolve('./payments-store.ts')] as const),
  )
  const simulator = await databases.open<typeof import('./simulator-store.ts')>(
    ...(['simulator', import.meta.resolve('./simulator-store.ts')] as const),
  )
  const simulated = simulatedPaymentProvider({ database: simulator, clock }, config)
  // Between two tries at a double real time passes: it is a server.
  const adapterDeps = {
    ...{ memory: providerMemory(database), clock: { ...clock, wait: systemClock.wait } },
  }
  const provider = makeProvider?.(adapterDeps) ?? simulated
  const earlierProviders = makeProvider === undefined ? [] : [simulated]
  const stock = stockStandIn(clock)
  const ids = { next: () => uuidv7(clock.nowMs()) }
  const common = { clock, ids, log: silentLog, isAlone: true }
  const deps: PaymentsDeps = { ...common, database, stock, provider, earlierProviders }
  let heard = 0
  let told = 0

  async function deliver(): Promise<void> {
    const rows = await database.events.readOutbox({ after: heard, limit: 1_000 })
    for (const row of rows) {
      heard = row.number
      if (row.type !== 'payment.captured') continue
      const captured = JSON.parse(row.data)
      const outcome = stock.commit(captured)
      const type = outcome === 'committed' ? 'stock.committed' : 'stock.commit_refused'
      const { reservationId, orderId, paymentId } = captured
      const data = JSON.stringify({ reservationId, orderId, paymentId, atMs: clock.nowMs() })
      const subject = reservationId
      const event = { number: told + 1, type, subject, version: 1, timeMs: clock.nowMs(), data }
      await database.events.consume({ source: 'stock', after: told, rows: [event] })
      told += 1
    }
  }

  return {
    ...{ clock, stock, deps, deliver },
    start(instead = {}) {
      const service = paymentsService({ ...deps, ...instead })
      const runJobs = async (name?: string) => {
        for (const job of service.jobs ?? []) {
          if (name === undefined || job.name === `payments.${name}`) await job.run()
        }
      }
      return { ...local(paymentsApi, service.calls, { copies: true }), runJobs }
    },
    async settle(payments) {
      for (let round = 0; round < 4; round++) {
        clock.advance(61_000)
        await payments.runJobs()
        await deliver()
      }
    },
    rowsOf: table => databases.rowsOf('payments', table),
    async announced() {
      const rows = await database.events.readOutbox({ after: 0, limit: 1_000 })
      return rows.map(({ type, subject, version, data }) => ({
        ...{ type, subject, version, data: JSON.parse(data) },
      }))
    },
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}

let members = 0

/** Somebody, and the context in which they call; each call has a key of its own unless told. */
export function aMember(roles: readonly ('member' | 'merchant')[] = ['member']) {
  const memberId = uuidv7(++members)
  let keys = 0
  return {
    memberId,
    asking: (idempotencyKey = `key ${++keys}`): CallContext => ({
      caller: { memberId, roles, emailVerified: true, sessionId: memberId },
      idempotencyKey,
    }),
  }
}

export type Member = ReturnType<typeof aMember>

/** An order that is held for the member, and a payment that is ready for it. */
export async function aReadyPayment(
  { stock }: PaymentsBed,
  payments: Payments,
  member: Member,
  held?: ReservationRecord,
) {
  const { orderId, reservationId } = held ?? stock.hold({ memberId: member.memberId })
  const entered = await payments.enterPayment({ orderId, method: 'card' }, member.asking())
  assert.ok('paymentId' in entered)
  return { ...entered, reservationId }
}

export async function readPayment(
  payments: Payments,
  { paymentId }: { readonly paymentId: string },
  member: Member,
): Promise<Payment> {
  const payment = await payments.readPayment({ paymentId }, member.asking())
  assert.ok('paymentId' in payment)
  return payment
}
