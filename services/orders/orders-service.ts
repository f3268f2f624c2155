import type { catalogApi } from '#contracts/catalog.ts'
import type { membersApi } from '#contracts/members.ts'
import type { Calls } from '#contracts/operation.ts'
import { orderStreams, ordersApi } from '#contracts/orders.ts'
import { paymentEvents, type paymentsApi } from '#contracts/payments.ts'
import { type stockApi, stockEvents } from '#contracts/stock.ts'
import type { Database } from '#platform/database/database.ts'
import { answerPruning } from '#platform/database/idempotency-pruning.ts'
import { recountJobs } from '#platform/database/recount.ts'
import { deadLetterCalls } from '#platform/events/dead-letter-calls.ts'
import type { Subscription } from '#platform/events/event-log.ts'
import type { Ids } from '#platform/ids.ts'
import type { Live } from '#platform/live/live.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Metrics } from '#platform/measures/metrics.ts'
import type { PersonalData } from '#platform/security/personal-data.ts'
import type { Service } from '#platform/service.ts'
import type { Clock } from '#platform/time/clock.ts'
import { belongingsCalls } from './belongings.ts'
import { cancelOrder, cancelPaidOrder } from './cancel-order.ts'
import { clearCart, putCartItem, readCart, removeCartItem } from './cart-calls.ts'
import type { Consumed } from './consume-store.ts'
import { copyWantedAddresses } from './default-address.ts'
import { listAllOrders, listOrderPayments } from './order-console.ts'
import { carryOutDuties } from './order-duties.ts'
import { publishOrders } from './order-live.ts'
import { measureOrders } from './order-measures.ts'
import { takeSteps } from './order-steps.ts'
import { placeOrder } from './place-order.ts'
import { listOrders, readOrder } from './read-orders.ts'
import { recountOrders } from './recount-orders.ts'
import { completeDueReturns, completeReturn, requestReturn } from './return-order.ts'
import { setShippingAddress } from './set-shipping-address.ts'
import { deliverOrder, shipOrder, shipOrders } from './ship-order.ts'

export type OrdersDatabase = Database<typeof import('./orders-store.ts')>

export type OrdersDeps = {
  readonly database: OrdersDatabase
  readonly stock: Pick<
    Calls<typeof stockApi>,
    | 'findReservation'
    | 'findPosition'
    | 'reserveLines'
    | 'releaseReservation'
    | 'releaseSold'
    | 'returnUnits'
    | 'readSkus'
  >
  readonly payments: Pick<
    Calls<typeof paymentsApi>,
    'refundOrder' | 'readCaptures' | 'findCaptures' | 'listPaymentsOf'
  >
  readonly catalog: Pick<Calls<typeof catalogApi>, 'readSkusForSale'>
  readonly members: Pick<Calls<typeof membersApi>, 'readDefaultAddresses' | 'listMembers'>
  readonly personalData: Pick<PersonalData, 'seal' | 'open'>
  readonly live: Live
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly metrics?: Metrics
  /** How long a regular order is held until it is paid: ORDER_HOLD_MS. */
  readonly orderHoldMs: number
  /** A day of the shop: from step to step of a delivery, and for returns. */
  readonly dayMs: number
}

/** A request whose end was never told is of no use when its key has long been given up. */
const REQUESTS_KEPT_MS = 86_400_000

/** Orders follow what stock decides; of themselves they place regular ones and know addresses. */
export function ordersService(deps: OrdersDeps): Service<typeof ordersApi> {
  const { database, clock, metrics } = deps
  if (metrics !== undefined) measureOrders({ ...deps, metrics })
  const subscription = subscriptionOf(deps)
  return {
    name: 'orders',
    api: ordersApi,
    streams: orderStreams,
    calls: {
      placeOrder: (input, context) => placeOrder(deps, input, context),
      listOrders: (input, context) => listOrders(deps, input, context),
      readOrder: (input, context) => readOrder(deps, input, context),
      setShippingAddress: (input, context) => setShippingAddress(deps, input, context),
      cancelOrder: (input, context) => cancelOrder(deps, input, context),
      requestReturn: (input, context) => requestReturn(deps, input, context),
      readCart: (input, context) => readCart(deps, input, context),
      clearCart: (input, context) => clearCart(deps, input, context),
      putCartItem: (input, context) => putCartItem(deps, input, context),
      removeCartItem: (input, context) => removeCartItem(deps, input, context),
      listAllOrders: (input, context) => listAllOrders(deps, input, context),
      listOrderPayments: input => listOrderPayments(deps, input),
      shipOrder: input => shipOrder(deps, input),
      shipOrders: input => shipOrders(deps, input),
      deliverOrder: input => deliverOrder(deps, input),
      cancelPaidOrder: input => cancelPaidOrder(deps, input),
      completeReturn: input => completeReturn(deps, input),
      ...belongingsCalls(deps),
      ...deadLetterCalls({ ...deps, subscription }),
    },
    subscription,
    jobs: [
      { name: 'orders.take_steps', everyMs: 500, run: () => takeSteps(deps) },
      { name: 'orders.complete_returns', everyMs: 500, run: () => completeDueReturns(deps) },
      { name: 'orders.carry_out_duties', everyMs: 500, run: () => carryOutDuties(deps) },
      { name: 'orders.copy_addresses', everyMs: 1_000, run: () => copyWantedAddresses(deps) },
      {
        name: 'orders.prune_requests',
        everyMs: 600_000,
        run: async () => {
          await database.write.pruneRequests({ beforeMs: clock.nowMs() - REQUESTS_KEPT_MS })
        },
      },
      answerPruning(deps),
      ...recountJobs(deps, recountOrders(deps)),
    ],
  }
}

function subscriptionOf(deps: OrdersDeps): Subscription {
  return {
    sources: ['stock', 'payments'],
    types: [
      stockEvents.reserved.type,
      stockEvents.committed.type,
      stockEvents.released.type,
      paymentEvents.refunded.type,
    ],
    afterwards: consumed => {
      if (consumed === undefined) return
      publishOrders(deps, (consumed as Consumed).orderIds).catch((error: unknown) =>
        deps.log.warn({ err: error }, 'orders moved unseen by those who look at them'),
      )
    },
  }
}
