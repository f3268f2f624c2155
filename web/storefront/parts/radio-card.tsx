import type { ReactNode } from 'react'
import { classNames } from '#web/kit/class-names.ts'

/** One of a few: the whole of it can be pressed, and the arrow keys go among them. */
export function RadioCard({
  name,
  isChosen,
  choose,
  children,
}: {
  readonly name: string
  readonly isChosen: boolean
  readonly choose: () => void
  readonly children: ReactNode
}) {
  return (
    <label
      className={classNames(
        'flex min-h-11 items-center gap-3 rounded-12 border px-4 py-2',
        'has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-ink',
        isChosen ? 'border-ink bg-sunken font-medium' : 'border-edge hover:bg-sunken',
      )}
    >
      <input
        type="radio"
        name={name}
        checked={isChosen}
        onChange={choose}
        className="size-4 shrink-0 accent-ink outline-none"
      />
      {children}
    </label>
  )
}
