import { Suspense } from 'react'
import { Route, Routes } from 'react-router'
import { ErrorBoundary } from '#web/kit/error-boundary.tsx'
import { useWords } from '#web/kit/use-words.ts'
import { ConsoleBroken } from './console-broken.tsx'
import { ConsoleNavigation } from './console-navigation.tsx'
import { consolePages } from './console-pages.ts'
import { ConsoleLoading } from './paper.tsx'
import { StaffGate } from './staff-gate.tsx'
import { consoleWords } from './words/console.ts'

/** The merchant's console: the page of the address, under `/console`, for those who run the shop. */
export function MerchantConsole() {
  return (
    <Suspense>
      <StaffGate>
        <SkipLink />
        <div className="min-h-dvh lg:grid lg:grid-cols-[13rem_minmax(0,1fr)]">
          <ConsoleNavigation />
          <div className="min-w-0">
            <ErrorBoundary instead={retry => <ConsoleBroken retry={retry} />}>
              <Suspense fallback={<ConsoleLoading />}>
                <Routes>
                  {consolePages.map(({ path, element }) => (
                    <Route key={path} path={path} element={element} />
                  ))}
                </Routes>
              </Suspense>
            </ErrorBoundary>
          </div>
        </div>
      </StaffGate>
    </Suspense>
  )
}

function SkipLink() {
  const say = useWords(consoleWords)
  return (
    <a
      href="#main"
      className="absolute left-2 top-2 z-20 -translate-y-16 rounded-12 bg-surface px-4 py-2 focus:translate-y-0"
    >
      {say('skip')}
    </a>
  )
}
