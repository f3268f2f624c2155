/** How much is left, as a bar that empties. */
export function UnitsBar({
  units,
  remaining,
}: {
  readonly units: number
  readonly remaining: number
}) {
  const left = units === 0 ? 0 : Math.max(0, Math.min(1, remaining / units))
  return (
    <div aria-hidden className="mt-1 h-2 w-56 max-w-full overflow-hidden rounded-full bg-line">
      <div
        className="h-full origin-left rounded-full bg-ink transition-transform duration-200"
        style={{ transform: `scaleX(${left})` }}
      />
    </div>
  )
}
