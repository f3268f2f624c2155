import type { ReactNode } from 'react'
import { classNames } from '#web/kit/class-names.ts'

/** Grey while it is being checked, green when this browser itself has found the proof right. */
export function ProofSeal({
  is,
  children,
}: {
  readonly is: 'checking' | 'verified' | 'wrong' | 'unable'
  readonly children: ReactNode
}) {
  return (
    <p
      role="status"
      className={classNames(
        'flex items-center gap-3 font-semibold',
        is === 'verified' && 'text-yours',
        is === 'wrong' && 'text-wrong',
        (is === 'checking' || is === 'unable') && 'text-quiet',
      )}
    >
      <svg viewBox="0 0 64 64" className="size-16 shrink-0" aria-hidden="true">
        <circle
          cx="32"
          cy="32"
          r="29"
          fill="none"
          className={classNames('stroke-current', is === 'checking' && 'animate-pulse')}
          strokeWidth="3"
          strokeDasharray={is === 'verified' ? undefined : '6 5'}
        />
        <path
          d={is === 'wrong' ? 'M22 22 42 42M42 22 22 42' : 'M20 33l8.5 8.5L45 24'}
          fill="none"
          className={is === 'verified' || is === 'wrong' ? 'stroke-current' : 'stroke-line'}
          strokeWidth="5"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="max-w-48">{children}</span>
    </p>
  )
}
