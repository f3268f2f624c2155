import { useSearchParams } from 'react-router'

export type Filters = {
  /** The empty text where there is no such filter. */
  readonly of: (name: string) => string
  /** The empty text takes a filter away; those that are not named stay. */
  readonly choose: (changed: Readonly<Record<string, string>>) => void
}

/**
 * Filters are kept in the address, so that they survive a reload and can be sent to somebody.
 * Nothing personal goes there.
 */
export function useFilters(): Filters {
  const [fields, setFields] = useSearchParams()
  return {
    of: name => fields.get(name) ?? '',
    choose(changed) {
      const next = new URLSearchParams(fields)
      for (const [name, value] of Object.entries(changed)) {
        if (value === '') next.delete(name)
        else next.set(name, value)
      }
      setFields(next, { replace: true })
    },
  }
}

/** The value of a filter, where it is one of those that there are. */
export const oneOf = <const Value extends string>(
  values: readonly Value[],
  value: string,
): Value | undefined => values.find(each => each === value)
