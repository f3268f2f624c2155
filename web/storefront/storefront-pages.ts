import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'
import { kitWords } from '#web/kit/words/kit.ts'
import { accountPages } from './account/account-pages.ts'
import { checkoutPages } from './checkout/checkout-pages.ts'
import { dropWords } from './words/drop.ts'

/** Every address of the shop. */
export const storefrontPages: readonly PageRoute[] = [
  pageRoute('/', () => import('./home-page.tsx').then(({ HomePage }) => HomePage)),
  pageRoute(
    '/drops/:dropId',
    () => import('./drop/drop-page.tsx').then(({ DropPage }) => DropPage),
    [dropWords, kitWords],
  ),
  ...accountPages,
  ...checkoutPages,
  pageRoute('*', () => import('./lost-page.tsx').then(({ LostPage }) => LostPage)),
]
