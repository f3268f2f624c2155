import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import type { Money } from '#contracts/money.ts'
import type { CallContext } from '#contracts/operation.ts'
import { orderIdOf } from '#contracts/order-id.ts'
import type { ShippingAddress } from '#contracts/orders.ts'
import { isRefusal, type Refusal, refuse, refuseField } from '#contracts/problems.ts'
import type { ReservationRecord } from '#contracts/stock.ts'
import type { KeyedRequest } from '#platform/database/idempotency.ts'
import { uuidv8 } from '#platform/ids.ts'
import { fromService } from '#platform/rpc/rpc.ts'
import { askDefaultAddress } from './default-address.ts'
import { orderOfReservation } from './find-order.ts'
import { sealAddress } from './order-address.ts'
import { placedView } from './order-view.ts'
import type { OrdersDeps } from './orders-service.ts'
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
type Attempt = PlaceOrderInput & {
  readonly items: readonly OrderItem[]
  readonly request: KeyedRequest
  readonly memberId: string
  readonly reservationId: string
  readonly orderId: string
  readonly attempt: string
}

/** No attempt takes longer; what is older and came to nothing died. */
const IN_FLIGHT_MS = 30_000

/**
 * Orders SKUs of the regular sale. The request is stored, then stock is asked, then the order and
 * the answer are written together; dying between any two of these, the same key goes on where it
 * was. A refusal leaves no trace. What was ordered from the cart is taken out of it with the
 * answer. Gives the order as JSON text.
 */
export async function placeOrder(
  deps: OrdersDeps,
  input: PlaceOrderInput,
  { caller, idempotencyKey }: CallContext,
): Promise<string | Refused> {
  assert(caller !== null && idempotencyKey !== undefined, 'the gateway lets nobody else in')
  const asked = attemptOf(deps, caller.memberId, idempotencyKey, input)
  const known = await deps.database.read.recall(asked.request)
  if (known.outcome === 'answered') return openAnswer(deps, asked, known.answer)
  if (known.outcome === 'conflict') return refuse('idempotency_conflict')
  const items = await itemsOf(deps, caller.memberId, input)
  if (isRefusal(items)) return items
  const attempt = { ...asked, items }

  const reservation = await reserve(deps, attempt)
  if (!isRefusal(reservation)) return finish(deps, attempt, reservation)
  await deps.database.write.forgetRequest(attempt)
  return reservation
}

/** What is ordered: as it was named, or as it lies in the cart. */
async function itemsOf(
  { database }: OrdersDeps,
  memberId: string,
  { items, fromCart }: PlaceOrderInput,
): Promise<readonly OrderItem[] | Refusal<'invalid_request'>> {
  if ((items === undefined) === (fromCart === undefined)) {
    return refuseField('items', 'Name items, or say fromCart: one of the two.')
  }
  if (items !== undefined) return refuseRepeatedSkus(items) ?? items
  const stored = await database.read.readCartItems({ memberId })
  if (stored.length === 0) return refuseField('fromCart', 'The cart is empty.')
  return stored.map(({ skuId, quantity }) => ({ skuId, quantity }))
}

function attemptOf(
  { ids }: OrdersDeps,
  memberId: string,
  key: string,
  { items = [], fromCart, shippingAddress, seenTotal }: PlaceOrderInput,
): Attempt {
  const reservationId = reservationIdOfKey(memberId, key)
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
    orderId: orderIdOf(reservationId),
    attempt: ids.next(),
  }
}

/** A key of a member's is one reservation, however often it is sent. */
export const reservationIdOfKey = (memberId: string, key: string): string =>
  uuidv8('regular-reservation', memberId, key)

/** Holds the units, or finds them held by an earlier attempt whose answer nobody heard. */
async function reserve(deps: OrdersDeps, attempt: Attempt): Promise<ReservationRecord | Refused> {
  const earlier = await storeRequest(deps, attempt)
  if (earlier !== null) return earlier
  const { reservationId, memberId, items } = attempt
  const skuIds = items.map(item => item.skuId)
  const forSale = await deps.catalog.readSkusForSale({ skuIds }, fromService)
  assert(!isRefusal(forSale), 'nobody is refused the prices')
  const isCart = attempt.fromCart === true
  const priced = priceLines(items, forSale.skus, isCart ? 'fromCart' : 'items')
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
  // Another attempt with this key, but with another body, may have been quicker.
  const isAsAsked = isCart || takesItems(reservation.lines, items)
  return isAsAsked ? reservation : refuse('idempotency_conflict')
}

/** Null when it is stored; else what the key has come to already. */
async function storeRequest(
  { database, stock, personalData }: OrdersDeps,
  { orderId, memberId, attempt, request, shippingAddress }: Attempt,
): Promise<ReservationRecord | Refusal<'idempotency_conflict'> | null> {
  const { fingerprint } = request
  const sealedAddress =
    shippingAddress === undefined ? null : sealAddress({ personalData }, orderId, shippingAddress)
  const stored = { orderId, memberId, attempt, fingerprint, sealedAddress }
  const earlier = await database.write.storeRequest(stored)
  if (earlier === null) return null
  const isSame = earlier.fingerprint === fingerprint
  if (!isSame && earlier.ageMs < IN_FLIGHT_MS) return refuse('idempotency_conflict')
  const reservation = await stock.findReservation({ memberId, orderId }, fromService)
  if (!isRefusal(reservation)) return isSame ? reservation : refuse('idempotency_conflict')
  await database.write.replaceRequest(stored)
  return null
}

async function finish(
  deps: OrdersDeps,
  attempt: Attempt,
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
  if (placed.outcome === 'answered') return openAnswer(deps, attempt, placed.answer)
  return placed.outcome === 'placed' ? text : refuse('idempotency_conflict')
}

// The answer tells the address, so it is kept sealed as the address is.
function openAnswer({ personalData }: OrdersDeps, { orderId }: Attempt, answer: string): string {
  return personalData.open(answer, answerContext(orderId))
}

export const answerContext = (orderId: string) => `order.answer:${orderId}`
