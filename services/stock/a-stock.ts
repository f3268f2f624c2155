import assert from 'node:assert/strict'
import type { Static } from 'typebox'
import type { Drop } from '#contracts/drops.ts'
import type { Event } from '#contracts/event.ts'
import type { LedgerEntry } from '#contracts/ledger.ts'
import { money } from '#contracts/money.ts'
import type { CallContext } from '#contracts/operation.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import { paymentEvents } from '#contracts/payments.ts'
import { isRefusal, type Refusal } from '#contracts/problems.ts'
import { type Reserved, stockApi } from '#contracts/stock.ts'
import { someDatabases } from '#platform/database/databases-under-test.ts'
import type { ArrivedEvent } from '#platform/events/event-message.ts'
import { eventsOf } from '#platform/events/outbox-reading.ts'
import { uuidv7 } from '#platform/ids.ts'
import { memoryLive } from '#platform/live/live.memory.ts'
import { type Log, silentLog } from '#platform/measures/log.ts'
import { fromService, local } from '#platform/rpc/rpc.ts'
import { keyringFromText, newKeyringText, publicKeysByKid } from '#platform/security/keyring.ts'
import { type VirtualClock, virtualClock } from '#platform/time/virtual-clock.ts'
import { checkedAnswers } from './a-checked-api.ts'
import { auditEvents, auditRows } from './a-stock-audit.ts'
import { wonCatalog as catalog } from './a-won-catalog.ts'
import { someGates } from './gates-under-test.ts'
import type { StockGate } from './stock-gate.ts'
import { stockService } from './stock-service.ts'

export type Payment = {
  readonly memberId: string
  readonly reservationId: string
  readonly paymentId: string
  readonly attempt: number
}

type Options = {
  /** Asked once for each process; those of the profile unless told. */
  readonly gate?: () => StockGate
  readonly clock?: VirtualClock
  /** Over the engine of the profile unless told. */
  readonly openDatabases?: typeof someDatabases
}
type DropOptions = {
  readonly skuId?: string
  /** Of the SKU, before the drop takes its units; as many as the drop has unless told. */
  readonly stock?: number
  readonly units?: number
  readonly opensInMs?: number
  readonly closesInMs?: number
  readonly limitPerMember?: number
  readonly holdMs?: number
  readonly amountMinor?: number
}

const storeModule = import.meta.resolve('./a-stock-rows-store.ts')

/**
 * For tests: the whole service over a real database of its own, with a clock that
 * stands still until it is moved. What it answers is checked against the contract.
 */
export async function aStock({
  gate,
  clock = virtualClock(),
  openDatabases = someDatabases,
}: Options = {}) {
  const databases = await openDatabases(clock)
  const gates = await someGates(gate)
  const keyring = keyringFromText(newKeyringText())
  const complaints: unknown[] = []
  const log: Log = Object.assign(Object.create(silentLog), {
    warn: (...said: unknown[]) => complaints.push(said),
    error: (...said: unknown[]) => complaints.push(said),
  })
  const ids = { next: () => uuidv7(clock.nowMs()) }
  let delivered = 0
  let running = await open()

  async function open() {
    const settings = { signingKey: keyring.signing[0], pseudonymSecret: keyring.indexKey }
    const database = await databases.open<typeof import('./a-stock-rows-store.ts')>(
      ...(['stock', storeModule, settings] as const),
    )
    return { database, ...serve({ database }) }
  }

  function serve({
    database,
  }: {
    readonly database: Parameters<typeof stockService>[0]['database']
  }) {
    const live = memoryLive()
    const service = stockService({ database, gate: gates.gate(), catalog, live, clock, ids, log })
    const calls = checkedAnswers(stockApi, local(stockApi, service.calls, { copies: true }))
    return { live, service, calls }
  }

  /** Every event that was announced, in its order. */
  async function announced() {
    const rows = await running.database.events.readOutbox({ after: 0, limit: 1_000_000 })
    return rows.flatMap(row => eventsOf('stock', row) as Event<Readonly<Record<string, unknown>>>[])
  }

  async function audit() {
    assert.deepEqual(complaints, [], 'nothing was logged that somebody must look at')
    auditRows(await running.database.read.readRows(null))
    auditEvents(await announced())
  }

  const close = () => running.database[Symbol.asyncDispose]()
  async function closeAll(): Promise<void> {
    for (const each of [running.database, gates, databases]) await each[Symbol.asyncDispose]()
  }

  const aMember = (): CallContext & { readonly memberId: string } => {
    const memberId = ids.next()
    const caller = { roles: ['member' as const], emailVerified: true, sessionId: ids.next() }
    return { caller: { ...caller, memberId }, memberId }
  }
  const merchant = aMember()

  async function aSku({ units = 10, kind = 'drop' as 'drop' | 'regular' } = {}): Promise<string> {
    const [skuId, productId] = [ids.next(), ids.next()]
    const sku = { skuId, productId, title: 'Fine "Tee"', options: { size: 'M' }, kind, units }
    await running.calls.putSkus({ skus: [sku] }, fromService)
    return skuId
  }

  async function aDrop(options: DropOptions = {}): Promise<Drop> {
    const { units = 10, opensInMs = 0, closesInMs = 3_600_000 } = options
    const { stock = units, amountMinor = 19_900 } = options
    const drop = await running.calls.planDrop(
      {
        skuId: options.skuId ?? (await aSku({ units: stock })),
        price: { amountMinor, currency: 'KRW' },
        units,
        opensAtMs: clock.nowMs() + opensInMs,
        closesAtMs: clock.nowMs() + closesInMs,
        limitPerMember: options.limitPerMember ?? 2,
        ...(options.holdMs !== undefined && { holdMs: options.holdMs }),
      },
      merchant,
    )
    assert(!isRefusal(drop), 'the drop was planned')
    return drop
  }

  /** What the service says when the member presses the button: what is parsed, and its text. */
  async function press(
    { dropId }: Pick<Drop, 'dropId'>,
    member: CallContext,
    { key = 'first', quantity = 1 } = {},
  ): Promise<(Static<typeof Reserved> & { readonly text: string }) | Refusal> {
    const context = { ...member, idempotencyKey: key }
    const answer = await running.calls.reserve({ dropId, quantity }, context)
    return isRefusal(answer) ? answer : { ...JSON.parse(answer), text: answer }
  }

  async function deliver(type: string, payments: readonly Payment[]): Promise<void> {
    const events = payments.map(({ attempt: _, ...payment }): ArrivedEvent => {
      const orderId = orderIdOf(payment.reservationId)
      const amount = money(19_900, 'KRW')
      const data = { ...payment, orderId, amount, capturedAtMs: clock.nowMs() }
      return {
        ...{ id: `payments:${++delivered}`, type, source: 'payments', subject: payment.paymentId },
        ...{ version: 1, timeMs: clock.nowMs(), data: JSON.stringify(data) },
      }
    })
    const delivery = { source: 'payments', events }
    const { result } = await running.database.events.consumeOnce(delivery)
    running.service.subscription?.afterwards?.(result)
  }

  return {
    clock,
    ids,
    merchant,
    keysByKid: publicKeysByKid(keyring),
    get calls() {
      return running.calls
    },
    get service() {
      return running.service
    },
    get database() {
      return running.database
    },
    get live() {
      return running.live
    },
    aMember,
    aSku,
    aDrop,
    press,
    /** A reservation, for what is not about reserving. */
    async reserved(drop: Drop, member: CallContext = aMember(), how = {}) {
      const answer = await press(drop, member, how)
      assert(!isRefusal(answer), `it was refused: ${JSON.stringify(answer)}`)
      return { ...answer, memberId: member.caller?.memberId ?? '', member }
    },
    aPayment: (
      { memberId, reservationId }: Pick<Payment, 'memberId' | 'reservationId'>,
      { paymentId = ids.next(), attempt = 1 } = {},
    ): Payment => ({ memberId, reservationId, paymentId, attempt }),
    pin: (payment: Payment) => running.calls.pin(payment, fromService),
    unpin: (payment: Payment) => running.calls.unpin(payment, fromService),
    /** Money came: told by the event tables, as payments would have it told. */
    capture: (...payments: readonly Payment[]) => deliver(paymentEvents.captured.type, payments),
    deliver,
    /** Runs one of the service's jobs once, as its time would. */
    async run(name: string) {
      const job = running.service.jobs?.find(each => each.name === name)
      assert(job !== undefined, `there is no job ${name}`)
      await job.run()
    },
    announced,
    async ledger(dropId: string): Promise<LedgerEntry[]> {
      const read = await running.database.read.readLedger({ dropId, after: -1, limit: 1_000_000 })
      return read?.entries ?? []
    },
    /** Fails where the rows or what was announced break a promise. */
    audit,
    /** As if another process had the service now, over the same database: it knows nothing. */
    anotherGate() {
      running = { ...running, ...serve(running) }
    },
    /** One more process that has the service, with connections of its own. To be disposed first. */
    async anotherProcess() {
      const { database, calls, service } = await open()
      const { jobs = [] } = service
      return {
        calls,
        run: async (name: string) => jobs.find(job => job.name === name)?.run(),
        [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
      }
    },
    async restart() {
      await close()
      running = await open()
    },
    /** For the end of a file of tests. */
    async auditAndClose() {
      await audit()
      await closeAll()
    },
    [Symbol.asyncDispose]: closeAll,
  }
}

export type AStock = Awaited<ReturnType<typeof aStock>>
