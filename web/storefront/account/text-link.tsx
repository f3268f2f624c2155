import type { ReactNode } from 'react'
import { Link } from 'react-router'

/** A link in running text. */
export const TextLink = ({
  to,
  children,
}: {
  readonly to: string
  readonly children: ReactNode
}) => (
  <Link
    to={to}
    className="rounded-4 font-medium underline decoration-edge underline-offset-4 hover:decoration-ink"
  >
    {children}
  </Link>
)
