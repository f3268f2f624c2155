import type { ReactNode } from 'react'

/** Where nothing is, or nothing more: a sentence, why, and where to go. */
export function EmptyState({
  title,
  isPage = false,
  children,
  action,
}: {
  readonly title: string
  /** It is all that the page has, so its title is the page's. */
  readonly isPage?: boolean
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  const Title = isPage ? 'h1' : 'h2'
  return (
    <div className="mx-auto flex max-w-reading flex-col items-center gap-4 py-16 text-center">
      <Title className="text-28">{title}</Title>
      {children !== undefined && <div className="text-quiet">{children}</div>}
      {action}
    </div>
  )
}
