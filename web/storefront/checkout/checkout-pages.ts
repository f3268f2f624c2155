import type { PageRoute } from '#web/kit/page-route.tsx'

/** From the cart to the paid order and its receipt. */
export const checkoutPages: readonly PageRoute[] = []
