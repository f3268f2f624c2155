import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'

/** From the cart to the paid order and its receipt. */
export const checkoutPages: readonly PageRoute[] = [
  pageRoute('/cart', () => import('./cart-page.tsx').then(({ CartPage }) => CartPage)),
  pageRoute('/checkout/:orderId', () =>
    import('./checkout-page.tsx').then(({ CheckoutPage }) => CheckoutPage),
  ),
  pageRoute('/orders', () => import('./orders-page.tsx').then(({ OrdersPage }) => OrdersPage)),
  pageRoute('/orders/:orderId', () =>
    import('./order-page.tsx').then(({ OrderPage }) => OrderPage),
  ),
]
