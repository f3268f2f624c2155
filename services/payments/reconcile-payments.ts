import { isDeepStrictEqual } from 'node:util'
import { uuidv8 } from '#platform/ids.ts'
import { differencesOf } from './compare-books.ts'
import type { Statement } from './payment-provider.ts'
import type { PaymentsParts } from './payments-deps.ts'
import type { Comparable, Compared, Run } from './reconciliation-store.ts'

const PAGE = 100

/** Questions under way at once: it has all day, and the provider has shoppers to serve. */
const TOGETHER = 5

/** Each run looks so many days back, so that what was not known yesterday is compared today. */
const DAYS_BACK = 7
const DAYS_KEPT = 90

/**
 * Compares a page of payments and refunds with their providers' books: all of the last days, once a
 * day. It repairs nothing, and what it finds is written where a merchant reads it.
 */
export async function reconcilePayments(parts: PaymentsParts): Promise<void> {
  const { database, clock, dayMs } = parts
  const nowMs = clock.nowMs()
  const run = await database.write.beginRun({
    runId: uuidv8('reconciliation', String(Math.floor(nowMs / dayMs)), String(dayMs)),
    fromMs: Math.max(0, nowMs - DAYS_BACK * dayMs),
    toMs: nowMs,
  })
  if (run === null) return
  const listPage = () =>
    database.read.listComparable({ run, beforeFirst: idBefore(run.fromMs), limit: PAGE })
  const payments = await listPage()
  const statements = await statementsOf(parts, payments)
  // A provider that answers nobody is waited for: the page is compared when it is back.
  if (payments.some(({ provider }) => parts.providers.get(provider)?.isShut())) return
  const found = foundIn(payments, statements)
  // What moved while the provider was asked is compared tomorrow.
  const later = found.length === 0 ? [] : foundIn(await listPage(), statements)
  await write(parts, run, { payments, found: found.filter(each => isIn(later, each)) })
}

function foundIn(payments: readonly Comparable[], statements: readonly Statement[]): Found[] {
  return payments.flatMap((payment, index) =>
    differencesOf(payment, statements[index] ?? UNKNOWN).map(difference => ({
      ...{ ...difference, paymentId: payment.paymentId, currency: payment.amount.currency },
    })),
  )
}

type Found = Compared['found'][number]

const isIn = (list: readonly Found[], one: Found): boolean =>
  list.some(each => isDeepStrictEqual(each, one))

type Page = { readonly payments: readonly Comparable[]; readonly found: readonly Found[] }

async function write(
  { database, log }: PaymentsParts,
  run: Run,
  { payments, found }: Page,
): Promise<void> {
  const isPage = payments.length === PAGE
  const written = await database.write.writeCompared({
    run,
    payments: run.stage === 'payments' ? payments.length : 0,
    refunds: payments.reduce((sum, { refundCount }) => sum + refundCount, 0),
    afterId: isPage ? (payments.at(-1)?.placeId ?? null) : null,
    found,
  })
  if (written === 'written' && found.length > 0) {
    const { runId } = run
    log.error({ runId, count: found.length }, 'our books and the payment provider’s differ')
  }
}

const UNKNOWN = { outcome: 'unknown' } as const

/** What the providers' books say of each, some at a time, in the order in which they came. */
async function statementsOf(
  { providers }: PaymentsParts,
  payments: readonly Comparable[],
): Promise<Statement[]> {
  const statements: Statement[] = []
  for (let from = 0; from < payments.length; from += TOGETHER) {
    const asked = payments
      .slice(from, from + TOGETHER)
      .map(async ({ provider: name, state, paymentId }) =>
        state === 'confirming'
          ? UNKNOWN
          : (providers.get(name)?.ask(provider => provider.statement({ paymentId })) ?? UNKNOWN),
      )
    statements.push(...(await Promise.all(asked)))
  }
  return statements
}

/** Forgets what is so old that nobody goes by it any more. */
export async function pruneReconciliations(parts: PaymentsParts): Promise<void> {
  const { database, clock, dayMs } = parts
  await database.write.pruneRuns({ beforeMs: clock.nowMs() - DAYS_KEPT * dayMs })
}

/** What the ids of version 7 that were made before that instant are smaller than. */
function idBefore(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}
