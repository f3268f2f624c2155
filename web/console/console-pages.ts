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
  pageRoute('/members', () =>
    import('./people/members-page.tsx').then(({ MembersPage }) => MembersPage),
  ),
  pageRoute('/members/:memberId', () =>
    import('./people/member-page.tsx').then(({ MemberPage }) => MemberPage),
  ),
  pageRoute('/audit', () => import('./people/audit-page.tsx').then(({ AuditPage }) => AuditPage)),
  pageRoute('/dead-letters', () =>
    import('./operations/dead-letters-page.tsx').then(({ DeadLettersPage }) => DeadLettersPage),
  ),
  pageRoute('/services', () =>
    import('./operations/services-page.tsx').then(({ ServicesPage }) => ServicesPage),
  ),
  pageRoute('/reconciliation', () =>
    import('./operations/reconciliation-page.tsx').then(
      ({ ReconciliationPage }) => ReconciliationPage,
    ),
  ),
  pageRoute('/reconciliation/:runId', () =>
    import('./operations/differences-page.tsx').then(({ DifferencesPage }) => DifferencesPage),
  ),
  pageRoute('/rehearsals', () =>
    import('./operations/rehearsals-page.tsx').then(({ RehearsalsPage }) => RehearsalsPage),
  ),
  pageRoute('*', () =>
    import('./console-lost-page.tsx').then(({ ConsoleLostPage }) => ConsoleLostPage),
  ),
]
