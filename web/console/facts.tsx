import type { ReactNode } from 'react'
import { classNames } from '#web/kit/class-names.ts'

/** What is known of a thing, as pairs. */
export const Facts = ({ children }: { readonly children: ReactNode }) => (
  <dl className="grid grid-cols-2 gap-x-6 gap-y-3">{children}</dl>
)

export const Fact = ({
  name,
  isLong = false,
  children,
}: {
  readonly name: string
  /** Takes the whole line of a phone: an address, a number of many digits. */
  readonly isLong?: boolean
  readonly children: ReactNode
}) => (
  <div className={classNames('min-w-0', isLong && 'max-sm:col-span-2')}>
    <dt className="text-12 text-quiet">{name}</dt>
    <dd className="text-14">{children}</dd>
  </div>
)
