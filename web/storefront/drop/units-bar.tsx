import { classNames } from '#web/kit/class-names.ts'

/** How much is left, as a bar that empties. */
export function UnitsBar({
  units,
  remaining,
  isWide = false,
}: {
  readonly units: number
  readonly remaining: number
  /** As wide as what it stands in: among lines that begin at one edge it ends at the other. */
  readonly isWide?: boolean
}) {
  const left = units === 0 ? 0 : Math.max(0, Math.min(1, remaining / units))
  return (
    <div
      aria-hidden
      className={classNames(
        'mt-1 h-2 overflow-hidden rounded-full bg-line',
        isWide ? 'w-full' : 'w-56 max-w-full',
      )}
    >
      <div
        className="h-full origin-left rounded-full bg-ink transition-transform duration-200"
        style={{ transform: `scaleX(${left})` }}
      />
    </div>
  )
}
