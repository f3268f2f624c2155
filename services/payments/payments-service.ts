import { paymentsApi } from '#contracts/payments.ts'
import { stockEvents } from '#contracts/stock.ts'
import { answerPruning } from '#platform/database/idempotency-pruning.ts'
import { recountJobs } from '#platform/database/recount.ts'
import { deadLetterCalls } from '#platform/events/dead-letter-calls.ts'
import type { Subscription } from '#platform/events/event-log.ts'
import type { Job } from '#platform/jobs/jobs.ts'
import type { Service } from '#platform/service.ts'
import { askedProvider } from './ask-provider.ts'
import { confirmPayment } from './confirm-payment.ts'
import { enterPayment } from './enter-payment.ts'
import { followWebhooks, pruneWebhooks } from './follow-webhooks.ts'
import { measuredProvider } from './measured-provider.ts'
import { measurePayments } from './payment-measures.ts'
import { namesOf, type PaymentsDeps, type PaymentsParts } from './payments-deps.ts'
import { listPayments, listPaymentsOf, readPayment } from './read-payments.ts'
import { listDifferences, listReconciliations } from './read-reconciliations.ts'
import { FOLLOW_WEBHOOKS, receiveWebhook } from './receive-webhook.ts'
import { pruneReconciliations, reconcilePayments } from './reconcile-payments.ts'
import { recountPayments } from './recount-payments.ts'
import { recoverPayments } from './recover-payments.ts'
import { completeRefunds, refundOrder, refundPayment } from './refund-payment.ts'
import { releaseHeldMoney } from './release-held-money.ts'
import { waysToPay } from './ways-to-pay.ts'

const CONFIRM_TIMEOUT_MS = 10_000
const EVERY_MS = 1_000
const DAY_MS = 86_400_000
const PRUNE_EVERY_MS = 60_000
const RELEASE_EVERY_MS = 10_000

/** A page each time, so that a shop that ends need not wait for a whole day's comparison. */
const RECONCILE_EVERY_MS = 10_000

const subscription: Subscription = {
  sources: ['stock'],
  types: [stockEvents.commitRefused.type],
  onlyApart: ['stock'],
}

/** Payments alone speaks to the provider; whether money is a sale, stock alone decides. */
export function paymentsService(deps: PaymentsDeps): Service<typeof paymentsApi> {
  const parts = partsOf(measured(deps))
  return {
    name: 'payments',
    api: paymentsApi,
    calls: {
      enterPayment: (input, context) => enterPayment(parts, input, context),
      confirmPayment: (input, context) => confirmPayment(parts, input, context),
      listPayments: (input, context) => listPayments(parts, input, context),
      listPaymentsOf: input => listPaymentsOf(parts, input),
      readPayment: (input, context) => readPayment(parts, input, context),
      readWaysToPay: async () => waysToPay(parts.provider),
      receiveWebhook: input => receiveWebhook(parts, input),
      refundPayment: (input, context) => refundPayment(parts, input, context),
      refundOrder: input => refundOrder(parts, input),
      findCaptures: async input => ({ items: await deps.database.read.findCaptures(input) }),
      readCaptures: async input => ({ items: await deps.database.read.readCaptures(input) }),
      listReconciliations: input => listReconciliations(parts, input),
      listDifferences: input => listDifferences(parts, input),
      ...deadLetterCalls({ ...deps, subscription }),
    },
    subscription,
    jobs: [...jobsOf(parts), ...recountJobs(deps, recountPayments(deps))],
  }
}

function measured(deps: PaymentsDeps): PaymentsDeps {
  const { metrics, provider } = deps
  if (metrics === undefined) return deps
  measurePayments({ ...deps, metrics })
  return { ...deps, provider: measuredProvider(metrics, provider) }
}

function partsOf({ earlierProviders = [], ...deps }: PaymentsDeps): PaymentsParts {
  const { confirmTimeoutMs = CONFIRM_TIMEOUT_MS, dayMs = DAY_MS, wake = () => undefined } = deps
  const providers = [...earlierProviders, deps.provider].map(
    provider => [provider.name, askedProvider({ ...deps, provider }, confirmTimeoutMs)] as const,
  )
  const inFlight = new Set<string>()
  return { ...deps, confirmTimeoutMs, dayMs, wake, providers: new Map(providers), inFlight }
}

function jobsOf(parts: PaymentsParts): readonly Job[] {
  return [
    { name: 'payments.recover_payments', everyMs: EVERY_MS, run: recoveryJob(parts) },
    { name: 'payments.complete_refunds', everyMs: EVERY_MS, run: () => completeRefunds(parts) },
    { name: FOLLOW_WEBHOOKS, everyMs: EVERY_MS, run: () => followWebhooks(parts) },
    {
      name: 'payments.release_held_money',
      everyMs: RELEASE_EVERY_MS,
      run: () => releaseHeldMoney(parts),
    },
    {
      name: 'payments.reconcile_payments',
      everyMs: Math.min(RECONCILE_EVERY_MS, parts.dayMs),
      run: () => reconcilePayments(parts),
    },
    answerPruning(parts),
    {
      name: 'payments.prune_hints',
      everyMs: PRUNE_EVERY_MS,
      async run() {
        await pruneWebhooks(parts)
        await pruneReconciliations(parts)
      },
    },
  ]
}

/**
 * The first run after a start of the only process finds everything due: whoever worked at it has
 * died. Others may be at work beside a process that is one of many; what they leave comes due.
 */
function recoveryJob(parts: PaymentsParts): () => Promise<void> {
  let restarted = parts.isAlone
  return async () => {
    if (restarted) await parts.database.write.makeAllDue({ providers: namesOf(parts) })
    restarted = false
    await recoverPayments(parts)
  }
}
