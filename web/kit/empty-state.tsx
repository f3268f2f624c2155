import type { ReactNode } from 'react'

/** Where nothing is, or nothing more: a sentence, why, and where to go. */
export function EmptyState({
  title,
  children,
  action,
}: {
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
}) {
  return (
    <div className="mx-auto flex max-w-reading flex-col items-center gap-3 py-16 text-center">
      <h2 className="text-20">{title}</h2>
      {children !== undefined && <div className="text-quiet">{children}</div>}
      {action}
    </div>
  )
}
