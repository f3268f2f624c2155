import { type ReactNode, useId } from 'react'

/** A part of a page with its name. */
export function Panel({
  title,
  aside,
  children,
}: {
  readonly title: string
  /** Beside the title: a state, a small act. */
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className="flex flex-col gap-4 rounded-12 border border-line bg-surface p-4 md:p-6"
    >
      <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">
        <h2 id={id} className="text-20">
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
