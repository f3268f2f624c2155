import { QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { openLanguage } from './language.ts'
import { openQueries } from './queries.ts'
import { openScheme } from './scheme.ts'
import { keepServerClock } from './server-clock.ts'
import { openSession } from './session.ts'

/** Opens one of the two bundles in the page: everything that both need stands around `children`. */
export function openApp(children: ReactNode, basename = '/'): void {
  openScheme()
  openLanguage()
  const queries = openQueries()
  void openSession()
  keepServerClock()
  const root = document.getElementById('app')
  if (root === null) throw new Error('the page has no #app')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename={basename}>{children}</BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
  void import('./fonts.ts')
}
