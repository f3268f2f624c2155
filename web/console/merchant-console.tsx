import { Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { consolePages } from './console-pages.ts'

/** The merchant's console: the page of the address, under `/console`. */
export function MerchantConsole() {
  return (
    <Suspense>
      <Routes>
        {consolePages.map(({ path, element }) => (
          <Route key={path} path={path} element={element} />
        ))}
      </Routes>
    </Suspense>
  )
}
