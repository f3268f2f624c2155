/**
 * An order's number as people read and say it: `5d2f0002-6c1a`, the beginning of its id. Merchants
 * find the order by it.
 */
export const orderNumber = (orderId: string): string => orderId.slice(0, 13)
