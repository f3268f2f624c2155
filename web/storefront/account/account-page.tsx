import type { ReactNode } from 'react'
import { NeedsMember } from '#web/kit/needs-member.tsx'
import { Page } from '#web/kit/page.tsx'
import { AccountNavigation } from './account-navigation.tsx'

/** The frame of a member's own pages: where else one may go, and the page beside it. */
export function AccountPage({
  title,
  lead,
  children,
}: {
  readonly title: string
  readonly lead?: string
  readonly children: ReactNode
}) {
  return (
    <Page title={title}>
      <NeedsMember>
        <div className="grid gap-6 md:grid-cols-[12rem_1fr] md:gap-12">
          <AccountNavigation />
          <div className="flex max-w-reading min-w-0 flex-col gap-6">
            <div className="flex flex-col gap-2">
              <h1 className="text-28">{title}</h1>
              {lead !== undefined && <p className="text-quiet">{lead}</p>}
            </div>
            {children}
          </div>
        </div>
      </NeedsMember>
    </Page>
  )
}
