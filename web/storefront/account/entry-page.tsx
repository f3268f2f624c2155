import type { ReactNode } from 'react'
import { Page } from '#web/kit/page.tsx'

/** The narrow frame of logging in, signing up and the like: one thing to do. */
export function EntryPage({
  title,
  lead,
  children,
}: {
  readonly title: string
  readonly lead?: string | undefined
  readonly children: ReactNode
}) {
  return (
    <Page title={title} width="reading">
      <div className="mx-auto flex max-w-104 flex-col gap-6 pt-4 md:pt-12">
        <div className="flex flex-col gap-2">
          <h1 className="text-28">{title}</h1>
          {lead !== undefined && <p className="text-quiet">{lead}</p>}
        </div>
        {children}
      </div>
    </Page>
  )
}
