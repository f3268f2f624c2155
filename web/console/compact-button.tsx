import type { ButtonHTMLAttributes } from 'react'
import { Link } from 'react-router'
import { classNames } from '#web/kit/class-names.ts'

export type CompactLook = 'plain' | 'seal' | 'bare' | 'wrong'

const looks: Readonly<Record<CompactLook, string>> = {
  plain: 'border border-edge bg-surface text-ink hover:bg-sunken',
  seal: 'bg-seal text-on-seal hover:bg-seal-pressed',
  bare: 'text-ink underline underline-offset-4 decoration-edge hover:decoration-ink',
  wrong: 'border border-wrong bg-surface text-wrong hover:bg-wrong-ground',
}

/** As the shop's buttons, but of the height of a table's row, where no finger presses them. */
export const compactClass = (look: CompactLook = 'plain'): string =>
  classNames(
    'inline-flex min-h-9 pointer-coarse:min-h-11 items-center justify-center gap-1.5 rounded-8 px-3 text-14 font-medium',
    'shrink-0 whitespace-nowrap transition-colors duration-150 select-none',
    'disabled:border-line disabled:bg-sunken disabled:text-quiet disabled:no-underline',
    looks[look],
  )

type CompactProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: CompactLook
  readonly isBusy?: boolean
}

export function CompactButton({ look, isBusy = false, onClick, className, ...rest }: CompactProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? event => event.preventDefault() : onClick}
      className={classNames(compactClass(look), className)}
    />
  )
}

export function CompactLink({
  to,
  look,
  children,
}: {
  readonly to: string
  readonly look?: CompactLook
  readonly children: string
}) {
  return (
    <Link to={to} className={compactClass(look)}>
      {children}
    </Link>
  )
}
