import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { classNames } from '#web/kit/class-names.ts'

/** A link among other text, in a row or a fact: tall enough to be met, by a finger above all. */
export function RowLink({
  to,
  isNumber = false,
  title,
  children,
}: {
  readonly to: string
  /** Of an id, whose signs stand below one another. */
  readonly isNumber?: boolean
  readonly title?: string
  readonly children: ReactNode
}) {
  return (
    <Link
      to={to}
      title={title}
      className={classNames(
        'inline-flex min-h-6 min-w-6 items-center underline underline-offset-4 pointer-coarse:min-h-11',
        isNumber ? 'font-mono text-12 whitespace-nowrap' : 'font-medium',
      )}
    >
      {children}
    </Link>
  )
}
