import { Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { ErrorBoundary } from '#web/kit/error-boundary.tsx'
import { BrokenPage } from './broken-page.tsx'
import { ShopFooter } from './shop-footer.tsx'
import { ShopHeader } from './shop-header.tsx'
import { storefrontPages } from './storefront-pages.ts'

/** The shop: head, the page of the address, foot. */
export function Storefront() {
  return (
    <div className="flex min-h-dvh flex-col">
      <Suspense>
        <ShopHeader />
        <div className="flex-1">
          <ErrorBoundary instead={() => <BrokenPage />}>
            <Suspense fallback={<div className="min-h-dvh" />}>
              <Routes>
                {storefrontPages.map(({ path, element }) => (
                  <Route key={path} path={path} element={element} />
                ))}
              </Routes>
            </Suspense>
          </ErrorBoundary>
        </div>
        <ShopFooter />
      </Suspense>
    </div>
  )
}
