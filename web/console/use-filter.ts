import { useSearchParams } from 'react-router'

/**
 * A filter that is kept in the address, so that it survives a reload and can be sent to somebody.
 * Nothing personal goes there. The empty text is no filter.
 */
export function useFilter(name: string): readonly [string, (value: string) => void] {
  const [fields, setFields] = useSearchParams()
  function choose(value: string) {
    setFields(
      before => {
        const next = new URLSearchParams(before)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true },
    )
  }
  return [fields.get(name) ?? '', choose]
}

/** The value of a filter, where it is one of those that there are. */
export const oneOf = <const Value extends string>(
  values: readonly Value[],
  value: string,
): Value | undefined => values.find(each => each === value)
