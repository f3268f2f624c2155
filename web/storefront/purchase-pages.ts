import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'
import { accountWords } from '#web/storefront/account/words/account-words.ts'
import { addressWords } from '#web/storefront/account/words/address-words.ts'
import { formWords } from '#web/storefront/account/words/form-words.ts'
import { refusalWords } from '#web/storefront/account/words/refusal-words.ts'
import { cartWords } from './cart/words/cart-words.ts'
import { checkoutWords } from './checkout/words/checkout-words.ts'
import { orderWords } from './orders/words/order-words.ts'
import { receiptWords } from './receipt/words/receipt-words.ts'

/** Also what opens later: a page that waits for words once it is drawn would vanish meanwhile. */
const ofOrders = [orderWords, checkoutWords, refusalWords, addressWords, formWords, accountWords]

const ofProofs = [receiptWords, ...ofOrders]
const proofs = () => import('./receipt/proof-pages.tsx').then(({ ProofPages }) => ProofPages)

/** From the cart to the paid order and its receipt. */
export const purchasePages: readonly PageRoute[] = [
  pageRoute('/cart', () => import('./cart/cart-page.tsx').then(({ CartPage }) => CartPage), [
    cartWords,
    ...ofOrders,
  ]),
  pageRoute(
    '/checkout/:orderId',
    () => import('./checkout/checkout-page.tsx').then(({ CheckoutPage }) => CheckoutPage),
    ofOrders,
  ),
  pageRoute(
    '/orders',
    () => import('./orders/orders-page.tsx').then(({ OrdersPage }) => OrdersPage),
    ofOrders,
  ),
  pageRoute(
    '/orders/:orderId',
    () => import('./orders/order-page.tsx').then(({ OrderPage }) => OrderPage),
    ofOrders,
  ),
  pageRoute('/receipts/:reservationId', proofs, ofProofs),
  pageRoute('/drops/:dropId/*', proofs, ofProofs),
]
