import { orderIdOf } from '#contracts/order-id.ts'
import type { Claim } from './decide-claims.ts'
import type { DropRecord } from './drop.ts'
import type { NewFact } from './drop-lock-store.ts'

type Place = { readonly position: number; readonly expiresAtMs: number }
type FactOf = (claim: Claim, place: Place) => NewFact

/** `stock.reserved` as text: what is the same for all reservations of a drop is built once. */
export function reservedFacts(drop: DropRecord, nowMs: number): FactOf {
  const { currency } = drop
  const price = `{"amountMinor":${drop.priceMinor},"currency":"${currency}"}`
  const line = `{"skuId":"${drop.skuId}","productId":"${drop.productId}","title":${JSON.stringify(drop.lineTitle)},"options":${drop.options},"unitPrice":${price},"quantity":`
  return ({ reservationId, memberId, quantity }, { position, expiresAtMs }) => ({
    type: 'stock.reserved',
    subject: reservationId,
    version: 1,
    data: `{"reservationId":"${reservationId}","orderId":"${orderIdOf(reservationId)}","memberId":"${memberId}","dropId":"${drop.dropId}","position":${position},"lines":[${line}${quantity}}],"total":{"amountMinor":${drop.priceMinor * quantity},"currency":"${currency}"},"reservedAtMs":${nowMs},"expiresAtMs":${expiresAtMs}}`,
  })
}
