/**
 * Whether all that was paid for an order has gone back, as a condition on the row of the order that
 * goes by this name. What went back once never comes again.
 */
export const isPaidBack = (header: string): string => `exists (
  select 1 from order_refund paid_back
  where paid_back.order_id = ${header}.order_id and paid_back.payment_id = ${header}.payment_id
    and paid_back.refunded_minor >= ${header}.total_minor)`
