/** `classNames('text-14', isWrong && 'text-wrong')` */
export const classNames = (...names: readonly (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(' ')
