import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { Link } from 'react-router'
import { classNames } from './class-names.ts'

/** `seal` is the one thing to press on a page; `plain` the others; `quiet` what is better not pressed. */
export type ButtonLook = 'seal' | 'plain' | 'quiet' | 'wrong'

const looks: Readonly<Record<ButtonLook, string>> = {
  seal: 'px-4 bg-seal text-on-seal hover:bg-seal-pressed font-semibold',
  plain: 'px-4 bg-surface text-ink border border-edge hover:bg-sunken font-medium',
  quiet:
    'px-2 whitespace-nowrap text-ink underline underline-offset-4 decoration-edge hover:decoration-ink font-medium',
  wrong: 'px-4 bg-wrong text-paper hover:opacity-90 font-semibold',
}

export const buttonClass = (look: ButtonLook = 'plain', isWide = false): string =>
  classNames(
    'inline-flex min-h-11 items-center justify-center gap-2 rounded-12 text-16 text-center',
    'transition-colors duration-150 select-none',
    'disabled:bg-sunken disabled:text-quiet disabled:border-line disabled:no-underline',
    looks[look],
    isWide && 'w-full',
  )

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  readonly look?: ButtonLook
  readonly isWide?: boolean
  /** While the answer is awaited: it cannot be pressed again, and keeps its focus. */
  readonly isBusy?: boolean
}

export function Button({ look, isWide, isBusy = false, onClick, className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      onClick={isBusy ? event => event.preventDefault() : onClick}
      className={classNames(buttonClass(look, isWide), isBusy && 'opacity-75', className)}
    />
  )
}

/** A link that looks like a button: it leads somewhere, and does nothing else. */
export function ButtonLink({
  to,
  look,
  isWide,
  isTall = false,
  children,
}: {
  readonly to: string
  readonly look?: ButtonLook
  readonly isWide?: boolean
  /** The one that the thumb looks for. */
  readonly isTall?: boolean
  readonly children: ReactNode
}) {
  return (
    <Link to={to} className={classNames(buttonClass(look, isWide), isTall && 'min-h-14')}>
      {children}
    </Link>
  )
}
