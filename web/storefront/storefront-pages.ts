import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'
import { accountPages } from './account/account-pages.ts'
import { checkoutPages } from './checkout/checkout-pages.ts'

/** Every address of the shop. */
export const storefrontPages: readonly PageRoute[] = [
  pageRoute('/', () => import('./home-page.tsx').then(({ HomePage }) => HomePage)),
  ...accountPages,
  ...checkoutPages,
  pageRoute('*', () => import('./lost-page.tsx').then(({ LostPage }) => LostPage)),
]
