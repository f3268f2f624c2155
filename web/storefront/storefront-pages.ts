import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'
import { kitWords } from '#web/kit/words/kit.ts'
import { accountPages } from './account/account-pages.ts'
import { refusalWords } from './account/words/refusal-words.ts'
import { purchasePages } from './purchase-pages.ts'
import { browseWords } from './words/browse.ts'
import { dropWords } from './words/drop-words.ts'
import { productWords } from './words/product.ts'

/** Every address of the shop. */
export const storefrontPages: readonly PageRoute[] = [
  pageRoute('/', () => import('./browse/home-page.tsx').then(({ HomePage }) => HomePage), [
    browseWords,
    kitWords,
  ]),
  pageRoute(
    '/products',
    () => import('./browse/products-page.tsx').then(({ ProductsPage }) => ProductsPage),
    [browseWords],
  ),
  pageRoute(
    '/products/:productId',
    () => import('./product/product-page.tsx').then(({ ProductPage }) => ProductPage),
    [productWords, kitWords, refusalWords],
  ),
  pageRoute(
    '/drops/:dropId',
    () => import('./drop/drop-page.tsx').then(({ DropPage }) => DropPage),
    [dropWords, kitWords],
  ),
  ...accountPages,
  ...purchasePages,
  pageRoute('*', () => import('./lost-page.tsx').then(({ LostPage }) => LostPage)),
]
