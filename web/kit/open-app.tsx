import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { ErrorBoundary } from './error-boundary.tsx'
import { isAwaited } from './is-awaited.ts'
import { openLanguage } from './language.ts'
import { followMemberLanguage } from './member-language.ts'
import { openQueries } from './queries.ts'
import { ReloadPage } from './reload-page.tsx'
import { openScheme } from './scheme.ts'
import { keepServerClock } from './server-clock.ts'
import { openSession } from './session.ts'

/** What can begin before anything is drawn: loading the page of the address, and its data. */
type Begin = (queries: QueryClient) => void

/** Opens one of the two bundles in the page: everything that both need stands around `children`. */
export function openApp(children: ReactNode, basename = '/', begin?: Begin): void {
  openScheme()
  openLanguage()
  const queries = openQueries()
  followMemberLanguage()
  void openSession()
  begin?.(queries)
  keepServerClock()
  const root = document.getElementById('app')
  if (root === null) throw new Error('the page has no #app')
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <BrowserRouter basename={basename}>
          <ErrorBoundary instead={() => <ReloadPage />}>{children}</ErrorBoundary>
        </BrowserRouter>
      </QueryClientProvider>
    </StrictMode>,
  )
  // Where they do not come, the letters of the system serve as well.
  afterFirstContents(queries, () => void import('./fonts.ts').catch(() => undefined))
}

/** Letters of our own come after what one came for: on a slow network they would take its place. */
function afterFirstContents(queries: QueryClient, load: () => void): void {
  const look = setInterval(() => {
    const isBusy = queries.isFetching() > 0 || [...document.images].some(isAwaited)
    if (isBusy || document.querySelector('main') === null) return
    clearInterval(look)
    load()
  }, LOOK_EVERY_MS)
}

const LOOK_EVERY_MS = 250
