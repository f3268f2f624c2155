import type { ReactNode } from 'react'

/** What is known of a thing, as pairs. */
export const Facts = ({ children }: { readonly children: ReactNode }) => (
  <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">{children}</dl>
)

export const Fact = ({
  name,
  children,
}: {
  readonly name: string
  readonly children: ReactNode
}) => (
  <div className="min-w-0">
    <dt className="text-12 text-quiet">{name}</dt>
    <dd className="text-14">{children}</dd>
  </div>
)
