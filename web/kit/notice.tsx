import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type NoticeLook = 'plain' | 'yours' | 'short' | 'wrong'

const looks: Readonly<Record<NoticeLook, string>> = {
  plain: 'bg-sunken text-ink',
  yours: 'bg-yours-ground text-yours',
  short: 'bg-short-ground text-short',
  wrong: 'bg-wrong-ground text-wrong',
}

/** What happened, what was done, what one can do. Told politely by screen readers when it comes. */
export function Notice({
  look = 'plain',
  children,
}: {
  readonly look?: NoticeLook
  readonly children: ReactNode
}) {
  return (
    <div role="status" className={classNames('rounded-12 px-4 py-3 text-14', looks[look])}>
      {children}
    </div>
  )
}
