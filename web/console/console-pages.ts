import { type PageRoute, pageRoute } from '#web/kit/page-route.tsx'

/** Every address of the console, below `/console`. */
export const consolePages: readonly PageRoute[] = [
  pageRoute('/', () =>
    import('./console-home-page.tsx').then(({ ConsoleHomePage }) => ConsoleHomePage),
  ),
  pageRoute('/drops', () =>
    import('./drops/drop-list-page.tsx').then(({ DropListPage }) => DropListPage),
  ),
  pageRoute('/drops/new', () =>
    import('./drops/plan-drop-page.tsx').then(({ PlanDropPage }) => PlanDropPage),
  ),
  pageRoute('/drops/:dropId', () =>
    import('./drops/console-drop-page.tsx').then(({ ConsoleDropPage }) => ConsoleDropPage),
  ),
  pageRoute('/drops/:dropId/board', () =>
    import('./drops/drop-board-page.tsx').then(({ DropBoardPage }) => DropBoardPage),
  ),
  pageRoute('/orders', () =>
    import('./orders/console-orders-page.tsx').then(({ ConsoleOrdersPage }) => ConsoleOrdersPage),
  ),
  pageRoute('/orders/:orderId', () =>
    import('./orders/console-order-page.tsx').then(({ ConsoleOrderPage }) => ConsoleOrderPage),
  ),
  pageRoute('/shipping', () =>
    import('./shipping/bulk-shipping-page.tsx').then(({ BulkShippingPage }) => BulkShippingPage),
  ),
  pageRoute('/products', () =>
    import('./goods/product-list-page.tsx').then(({ ProductListPage }) => ProductListPage),
  ),
  pageRoute('/products/new', () =>
    import('./goods/new-product-page.tsx').then(({ NewProductPage }) => NewProductPage),
  ),
  pageRoute('/products/:productId', () =>
    import('./goods/console-product-page.tsx').then(({ ConsoleProductPage }) => ConsoleProductPage),
  ),
  pageRoute('/categories', () =>
    import('./goods/categories-page.tsx').then(({ CategoriesPage }) => CategoriesPage),
  ),
  pageRoute('*', () =>
    import('./console-lost-page.tsx').then(({ ConsoleLostPage }) => ConsoleLostPage),
  ),
]
