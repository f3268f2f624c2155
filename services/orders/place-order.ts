import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import type { Money } from '#contracts/money.ts'
import type { CallContext } from '#contracts/operation.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import type { ShippingAddress } from '#contracts/orders.ts'
import { isRefusal, type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import { uuidv8 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { type Attempt, beginAttempt } from './begin-attempt.ts'
import { askDefaultAddress } from './default-address.ts'
import { orderOfReservation } from './find-order.ts'
import { sealAddress } from './order-address.ts'
import { placedView } from './order-view.ts'
import type { OrdersDeps } from './orders-service.ts'
import type { Told } from './place-order-store.ts'
import {
  type OrderItem,
  priceLines,
  refuseOtherTotal,
  refuseRepeatedSkus,
  takesItems,
} from './price-lines.ts'

type PlaceOrderInput = {
  readonly items?: readonly OrderItem[]
  readonly fromCart?: true
  readonly shippingAddress?: ShippingAddress
  readonly seenTotal?: Money
}

type Refused = Refusal<
  | 'sold_out'
  | 'gone'
  | 'drop_only'
  | 'price_changed'
  | 'invalid_request'
  | 'idempotency_conflict'
  | 'try_again'
>

/** One attempt to place an order: what was asked, and the ids that follow from who asked how. */
type OrderAttempt = PlaceOrderInput &
  Attempt & {
    readonly items: readonly OrderItem[]
    readonly memberId: string
    readonly reservationId: string
  }

/**
 * Orders SKUs of the regular sale. The request is stored, then stock is asked, then the order and
 * the answer are written together; dying between any two of these, the same key goes on where it
 * was. However many attempts a key has at once, they come to one outcome. A refusal leaves no
 * trace. What was ordered from the cart is taken out of it with the answer. Gives the order as JSON
 * text.
 */
export async function placeOrder(
  deps: OrdersDeps,
  input: PlaceOrderInput,
  { caller, idempotencyKey }: CallContext,
): Promise<string | Refused> {
  assert(caller !== null && idempotencyKey !== undefined, 'the gateway lets nobody else in')
  const asked = attemptOf(deps, caller.memberId, idempotencyKey, input)
  const known = await deps.database.read.recall(asked.request)
  if (known.outcome === 'answered') return tell(deps, asked, known)
  if (known.outcome === 'conflict') return refuse('idempotency_conflict')
  const unclear = refuseUnclear(input)
  if (unclear !== null) return unclear

  const begun = await beginAttempt(deps, asked)
  if (begun.outcome === 'reserved') return finish(deps, asked, begun.reservation)
  if (begun.outcome !== 'begun') return tell(deps, asked, begun)
  // Not before the key is this attempt's: an earlier one may have emptied the cart until then.
  const attempt = { ...asked, items: await itemsOf(deps, asked) }
  const reservation = await reserve(deps, attempt)
  if (isRefusal(reservation)) return endRefused(deps, attempt, reservation)
  return finish(deps, attempt, reservation)
}

function refuseUnclear({ items, fromCart }: PlaceOrderInput): Refusal<'invalid_request'> | null {
  if ((items === undefined) === (fromCart === undefined)) {
    return refuseField('items', 'Name items, or say fromCart: one of the two.')
  }
  return refuseRepeatedSkus(items ?? [])
}

/** What is ordered: as it was named, or as it lies in the cart. */
async function itemsOf(
  { database }: OrdersDeps,
  { memberId, items, fromCart }: OrderAttempt,
): Promise<readonly OrderItem[]> {
  if (fromCart === undefined) return items
  const stored = await database.read.readCartItems({ memberId })
  return stored.map(({ skuId, quantity }) => ({ skuId, quantity }))
}

function attemptOf(
  { ids, personalData }: OrdersDeps,
  memberId: string,
  key: string,
  { items = [], fromCart, shippingAddress, seenTotal }: PlaceOrderInput,
): OrderAttempt {
  const reservationId = reservationIdOfKey(memberId, key)
  const orderId = orderIdOf(reservationId)
  const { recipient, phone, postalCode, line1, line2 } = shippingAddress ?? {}
  const asked = [
    // What lay in the cart is no part of what was asked: it is gone when the key comes again.
    fromCart === true ? 'cart' : items.map(({ skuId, quantity }) => [skuId, quantity]),
    [recipient, phone, postalCode, line1, line2],
  ]
  const fingerprint = hash('sha256', JSON.stringify(asked), 'hex')
  return {
    items,
    ...(fromCart === undefined ? {} : { fromCart }),
    ...(shippingAddress === undefined ? {} : { shippingAddress }),
    // No part of the fingerprint: what is ordered may be asked for again, whatever it costs by then.
    ...(seenTotal === undefined ? {} : { seenTotal }),
    request: { memberId, scope: 'placeOrder', key, fingerprint },
    memberId,
    reservationId,
    orderId,
    attempt: ids.next(),
    sealedAddress:
      shippingAddress === undefined
        ? null
        : sealAddress({ personalData }, orderId, shippingAddress),
  }
}

/** A key of a member's is one reservation, however often it is sent. */
export const reservationIdOfKey = (memberId: string, key: string): string =>
  uuidv8('regular-reservation', memberId, key)

async function reserve(
  deps: OrdersDeps,
  attempt: OrderAttempt,
): Promise<ReservationRecord | Refused> {
  const { reservationId, memberId, items } = attempt
  if (items.length === 0) return refuseField('fromCart', 'The cart is empty.')
  const skuIds = items.map(item => item.skuId)
  const forSale = await deps.catalog.readSkusForSale({ skuIds }, fromService)
  assert(!isRefusal(forSale), 'nobody is refused the prices')
  const path = attempt.fromCart === true ? 'fromCart' : 'items'
  const priced = priceLines(items, forSale.skus, path)
  if (priced.outcome === 'refused') return priced.refusal
  const changed = refuseOtherTotal(priced.lines, attempt.seenTotal)
  if (changed !== null) return changed
  const reservation = await deps.stock.reserveLines(
    { reservationId, memberId, holdMs: deps.orderHoldMs, lines: [...priced.lines] },
    fromService,
  )
  if (isRefusal(reservation)) {
    const { refused, details } = reservation
    return refuse(refused === 'not_found' ? 'gone' : refused, details)
  }
  return isAsAsked(attempt, reservation) ? reservation : refuse('idempotency_conflict')
}

/** Another attempt with this key, but with another body, may have been quicker. */
const isAsAsked = ({ fromCart, items }: OrderAttempt, { lines }: ReservationRecord): boolean =>
  fromCart === true || takesItems(lines, items)

/**
 * Refuses for good where the key was this attempt's alone to the end. Else others may have come to
 * an order, which is the answer then, or may come to one still, and nothing is final.
 */
async function endRefused(
  deps: OrdersDeps,
  attempt: OrderAttempt,
  refusal: Refused,
): Promise<string | Refused> {
  const ended = await deps.database.write.forgetRequest(attempt)
  if (ended.outcome === 'forgotten') return refusal
  if (ended.outcome !== 'shared') return tell(deps, attempt, ended)
  const { memberId, orderId } = attempt
  const reservation = await deps.stock.findReservation({ memberId, orderId }, fromService)
  if (isRefusal(reservation)) return refuse('try_again', { retryAfterSeconds: 1 })
  if (!isAsAsked(attempt, reservation)) return refuse('idempotency_conflict')
  return finish(deps, attempt, reservation)
}

async function finish(
  deps: OrdersDeps,
  attempt: OrderAttempt,
  reservation: ReservationRecord,
): Promise<string | Refusal<'idempotency_conflict'>> {
  const { request, orderId } = attempt
  const address = attempt.shippingAddress ?? (await askDefaultAddress(deps, attempt.memberId))
  const order = orderOfReservation(reservation)
  const text = JSON.stringify(placedView(order, address ?? null))
  const placed = await deps.database.write.placeOrder({
    request,
    order,
    sealedAddress: address ? sealAddress(deps, orderId, address) : null,
    answer: deps.personalData.seal(text, answerContext(orderId)),
    fromCart: attempt.fromCart === true,
  })
  return placed.outcome === 'placed' ? text : tell(deps, attempt, placed)
}

/** What the key was answered. The answer tells the address, so it is kept sealed as that is. */
function tell(
  { personalData }: OrdersDeps,
  { orderId }: Attempt,
  told: Told,
): string | Refusal<'idempotency_conflict'> {
  if (told.outcome === 'conflict') return refuse('idempotency_conflict')
  return personalData.open(told.answer, answerContext(orderId))
}

export const answerContext = (orderId: string) => `order.answer:${orderId}`
