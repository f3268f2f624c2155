import type { FormEvent, ReactNode } from 'react'
import { Button } from '#web/kit/button.tsx'
import { Field } from '#web/kit/field.tsx'
import type { Refusal } from '#web/kit/refusal.ts'
import { useWords } from '#web/kit/use-words.ts'
import { RefusalNotice } from './refusal-notice.tsx'
import type { FieldOf } from './use-form.ts'
import { formWords } from './words/form-words.ts'

/** The one form of a page of entry: its fields, what was refused, and what sends it. */
export function EntryForm({
  form: { submit, refusal, isBusy },
  sendLabel,
  children,
}: {
  readonly form: {
    readonly submit: (event: FormEvent<HTMLFormElement>) => unknown
    readonly refusal: Refusal | null
    readonly isBusy: boolean
  }
  readonly sendLabel: string
  readonly children: ReactNode
}) {
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {children}
      <RefusalNotice refusal={refusal} />
      <Button type="submit" look="seal" isWide isBusy={isBusy}>
        {sendLabel}
      </Button>
    </form>
  )
}

/** By which one is known here: password managers are told so. */
export function EmailField({ field }: { readonly field: FieldOf }) {
  const name = useWords(formWords)
  return (
    <Field
      {...field}
      label={name('email')}
      type="email"
      autoComplete="username"
      inputMode="email"
    />
  )
}

/** One that is chosen here, with what is asked of it. */
export function NewPasswordField({
  field,
  label,
}: {
  readonly field: FieldOf
  readonly label: string
}) {
  const name = useWords(formWords)
  return (
    <Field
      {...field}
      label={label}
      hint={name('passwordHint')}
      type="password"
      autoComplete="new-password"
    />
  )
}
