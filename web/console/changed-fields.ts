/**
 * What was typed that does not stand there already. A form sends nothing else: what a field shows
 * may be rounded, and what nobody touched may have been changed by somebody else meanwhile.
 */
export const changedFields = <Fields extends object>(
  typed: Partial<Fields>,
  shown: Fields,
): Partial<Fields> =>
  Object.fromEntries(
    Object.entries(typed).filter(([name, text]) => text !== shown[name as keyof Fields]),
  ) as Partial<Fields>
