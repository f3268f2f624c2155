import { useId } from 'react'

export type FilterOption = { readonly value: string; readonly name: string }

/** A short list beside its name, above a table. */
export function FilterChoice({
  label,
  all,
  options,
  value,
  onChoose,
}: {
  readonly label: string
  /** What no filter is called. */
  readonly all: string
  readonly options: readonly FilterOption[]
  readonly value: string
  readonly onChoose: (value: string) => void
}) {
  const id = useId()
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-14 text-quiet">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={({ target }) => onChoose(target.value)}
        className="min-h-9 max-w-48 rounded-8 border border-edge bg-surface px-2 text-14 pointer-coarse:min-h-11"
      >
        <option value="">{all}</option>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  )
}
