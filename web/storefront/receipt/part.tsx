import type { ReactNode } from 'react'

/** A part of a story, under its own heading. */
export const Part = ({
  title,
  children,
}: {
  readonly title: string
  readonly children: ReactNode
}) => (
  <section className="flex flex-col items-start gap-2">
    <h2 className="text-20">{title}</h2>
    {children}
  </section>
)
