import type { ReactNode } from 'react'
import { Page } from '#web/kit/page.tsx'
import { Skeleton } from '#web/kit/skeleton.tsx'

/** The frame of a page of the console: its title, what can be done here, and what is on it. */
export function Paper({
  title,
  actions,
  children,
}: {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <Page title={title} width="wide">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <h1 className="text-28">{title}</h1>
        {actions !== undefined && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </Page>
  )
}

/** The place of a page whose code is on its way. */
export const ConsoleLoading = () => (
  <div className="flex flex-col gap-4 px-6 py-8">
    <Skeleton className="h-9 w-48" />
    <Skeleton className="h-64 w-full" />
  </div>
)

/** A part of a page, with its own heading. */
export function Part({
  title,
  actions,
  children,
}: {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section
      aria-label={title}
      className="min-w-0 rounded-12 border border-line bg-surface p-4 [overflow-wrap:anywhere]"
    >
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-16">{title}</h2>
        {actions}
      </div>
      {children}
    </section>
  )
}
