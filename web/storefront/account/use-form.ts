import { type ChangeEvent, type FormEvent, useState } from 'react'
import { fieldFaults, type Refusal } from '#web/kit/refusal.ts'

/** What is wrong with a value, in words, or null. */
export type Rule = (value: string, values: Readonly<Record<string, string>>) => string | null

type Faults<Name extends string> = Readonly<Partial<Record<Name, string>>>

/** What a field of the form is given. */
export type FieldOf = {
  readonly name: string
  readonly value: string
  readonly fault: string | undefined
  readonly onChange: (event: ChangeEvent<HTMLInputElement | HTMLSelectElement>) => void
}

type Parts<Name extends string> = {
  /** What the fields hold when the form is shown. */
  readonly first: Readonly<Record<Name, string>>
  readonly rules: Readonly<Partial<Record<Name, Rule>>>
  /** What is said of a field that only the shop found wrong. */
  readonly otherFault: string
  /** The field that a refusal is about: the focus is led there. */
  readonly fieldOf?: Readonly<Record<string, NoInfer<Name>>>
  readonly send: (values: Readonly<Record<Name, string>>) => Promise<Refusal | null>
}

/**
 * A form of text fields: looked at when it is sent, with the focus led to the first fault; sent
 * once at a time; what the shop refuses stands at its field, or is told as `refusal`.
 */
export function useForm<Name extends string>({
  first,
  rules,
  otherFault,
  fieldOf = {},
  send,
}: Parts<Name>) {
  const [values, setValues] = useState(first)
  const [faults, setFaults] = useState<Faults<Name>>({} as Faults<Name>)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const names = Object.keys(first) as Name[]

  const set = (changed: Readonly<Partial<Record<Name, string>>>) =>
    setValues(known => ({ ...known, ...changed }))

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = event.currentTarget
    if (isBusy) return
    setRefusal(null)
    const own = faultsOf(names, name => rules[name]?.(values[name], values) ?? null)
    if (!show(form, own)) return
    setIsBusy(true)
    const refused = await send(values)
    setIsBusy(false)
    if (refused === null) return
    const told = fieldFaults(refused)
    if (
      show(
        form,
        faultsOf(names, name => (told[name] === undefined ? null : otherFault)),
      )
    ) {
      setRefusal(refused)
      lead(form, fieldOf[refused.refused])
    }
  }

  /** True where nothing is wrong. */
  function show(form: HTMLFormElement, found: Faults<Name>): boolean {
    setFaults(found)
    const [faulty] = names.filter(name => found[name] !== undefined)
    if (faulty === undefined) return true
    lead(form, faulty)
    return false
  }

  const field = (name: Name): FieldOf => ({
    name,
    value: values[name],
    fault: faults[name],
    onChange({ target }) {
      set({ [name]: target.value } as Partial<Record<Name, string>>)
      setFaults(({ [name]: _, ...others }) => others as typeof faults)
    },
  })

  return { values, set, field, submit, refusal, isBusy }
}

function lead(form: HTMLFormElement, name: string | undefined): void {
  const field = name === undefined ? null : form.elements.namedItem(name)
  if (field instanceof HTMLElement) field.focus()
}

function faultsOf<Name extends string>(
  names: readonly Name[],
  faultOf: (name: Name) => string | null,
): Partial<Record<Name, string>> {
  const found: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const fault = faultOf(name)
    if (fault !== null) found[name] = fault
  }
  return found
}
