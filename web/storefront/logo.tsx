/** The seal with the one in it, and the name beside. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2">
      <svg viewBox="0 0 32 32" className="size-8" aria-hidden="true">
        <rect x="2" y="2" width="28" height="28" rx="7" className="fill-seal" />
        <path
          d="M12 10.5 17 8v16"
          fill="none"
          className="stroke-on-seal"
          strokeWidth="3.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span className="text-20 font-bold tracking-tight">Firstcome</span>
    </span>
  )
}
