import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'
import { cartWords } from './words/cart-words.ts'
import { checkoutWords } from './words/checkout-words.ts'
import { orderWords } from './words/order-words.ts'
import { receiptWords } from './words/receipt-words.ts'

/** From the cart to the paid order and its receipt. */
export const checkoutPages: readonly PageRoute[] = [
  pageRoute('/cart', () => import('./cart-page.tsx').then(({ CartPage }) => CartPage), [cartWords]),
  pageRoute(
    '/checkout/:orderId',
    () => import('./checkout-page.tsx').then(({ CheckoutPage }) => CheckoutPage),
    [checkoutWords, orderWords],
  ),
  pageRoute('/orders', () => import('./orders-page.tsx').then(({ OrdersPage }) => OrdersPage), [
    orderWords,
  ]),
  pageRoute(
    '/orders/:orderId',
    () => import('./order-page.tsx').then(({ OrderPage }) => OrderPage),
    [orderWords, checkoutWords],
  ),
  pageRoute(
    '/receipts/:reservationId',
    () => import('./receipt-page.tsx').then(({ ReceiptPage }) => ReceiptPage),
    [receiptWords],
  ),
  pageRoute('/drops/:dropId/why', () => import('./why-page.tsx').then(({ WhyPage }) => WhyPage), [
    receiptWords,
  ]),
]
