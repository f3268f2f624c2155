import { classNames } from './class-names.ts'

/** The place of something that is on its way: give it the size, `h-6 w-40`. */
export const Skeleton = ({ className }: { readonly className: string }) => (
  <div aria-hidden className={classNames('animate-pulse rounded-8 bg-sunken', className)} />
)
