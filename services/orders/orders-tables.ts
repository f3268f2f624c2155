import type { Generated } from 'kysely'
import type { OrderState } from '#contracts/orders.ts'
import type { Transaction } from '#platform/database/database.ts'

/**
 * `wanted`: the member's default address is still to be copied. `given`: an order_address stands
 * there. `none`: the member had none.
 */
export type AddressState = 'wanted' | 'given' | 'none'

type OrderHeaderTable = {
  /** Counts up, so that rows lie in the order of their birth. Never told outside. */
  order_number: Generated<number>
  order_id: string
  member_id: string
  state: OrderState
  drop_id: string | null
  position: number | null
  total_minor: number
  currency: string
  /** The payment for which stock sold the units. */
  payment_id: string | null
  address_state: AddressState
  expires_at_ms: number
  placed_at_ms: number
  paid_at_ms: number | null
  cancelled_at_ms: number | null
  expired_at_ms: number | null
  shipped_at_ms: number | null
  delivered_at_ms: number | null
  returned_at_ms: number | null
  carrier: string | null
  tracking_number: string | null
}

type OrderLineTable = {
  order_number: number
  line_number: number
  sku_id: string
  product_id: string
  title: string
  /** JSON text. */
  options: string
  quantity: number
  unit_price_minor: number
}

type OrderTables = {
  order_header: OrderHeaderTable
  order_line: OrderLineTable
  /** Where an order goes, sealed. */
  order_address: { order_id: string; sealed: string }
  /** Paid orders whose address is still wanted. */
  address_wanted: { order_number: number; order_id: string; member_id: string }
  /** When an order that moves on by itself came to where it is. */
  order_step: { order_number: number; since_ms: number }
  order_return: {
    return_id: string
    order_number: number
    state: 'requested' | 'completed'
    /** Of returns from before reasons were sealed; else empty. */
    reason: string
    sealed_reason: string | null
    refund_minor: number
    requested_at_ms: number
    completed_at_ms: number | null
    /** Null of those that were completed before it was kept. */
    spoken_for_minor: number | null
  }
  order_return_line: { return_id: string; sku_id: string; quantity: number }
  /** What other services are still to be told, as JSON text. */
  order_duty: { duty_id: string; duty: string; due_at_ms: number; tries: number }
  /** With what was last seen of the SKU, should it be gone one day. */
  cart_item: {
    member_id: string
    sku_id: string
    product_id: string
    title: string
    options: string
    quantity: number
    unit_price_minor: number
    currency: string
    added_at_ms: number
  }
  /** What was refunded of a payment for an order; it may be known before the order is. */
  order_refund: { order_id: string; payment_id: string; refunded_minor: number }
  /** A regular order that is being placed: written before stock is asked. */
  order_request: {
    order_id: string
    /** Null in rows of an earlier version, which a day takes away. */
    member_id: string | null
    /** Whose row it is; that one takes it away after a refusal. Empty: several may be at it. */
    attempt: string
    fingerprint: string
    sealed_address: string | null
    at_ms: number
  }
}

export type OrderTransaction = Transaction<OrderTables>
