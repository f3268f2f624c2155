import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from 'react'
import { classNames } from './class-names.ts'

const controlClass =
  'min-h-11 w-full rounded-12 border border-edge bg-surface px-3 text-16 text-ink placeholder:text-quiet aria-invalid:border-wrong'

type About = {
  readonly label: string
  readonly hint?: string | undefined
  /** What is wrong, and what to do. */
  readonly fault?: string | undefined
}

/** A text field with its name, a hint, and what is wrong with it. */
export function Field({
  label,
  hint,
  fault,
  className,
  ...input
}: About & InputHTMLAttributes<HTMLInputElement>) {
  return (
    <Labelled label={label} hint={hint} fault={fault}>
      {described => (
        <input {...input} {...described} className={classNames(controlClass, className)} />
      )}
    </Labelled>
  )
}

/** The browser's own list: the best one on a phone. */
export function Choice({
  label,
  hint,
  fault,
  className,
  children,
  ...select
}: About & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <Labelled label={label} hint={hint} fault={fault}>
      {described => (
        <select {...select} {...described} className={classNames(controlClass, className)}>
          {children}
        </select>
      )}
    </Labelled>
  )
}

type Described = {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': true | undefined
}

/** For controls of one's own: gives what ties them to their label, hint and fault. */
export function Labelled({
  label,
  hint,
  fault,
  children,
}: About & { readonly children: (described: Described) => ReactNode }) {
  const id = useId()
  const note = fault ?? hint
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-14 font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': fault === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={classNames('text-14', fault === undefined ? 'text-quiet' : 'text-wrong')}
        >
          {note}
        </p>
      )}
    </div>
  )
}
