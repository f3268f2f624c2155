/** `M · ink`: which of a product it is; empty where there is one only. */
export const chosenOptions = (options: Readonly<Record<string, string>>): string =>
  Object.values(options).join(' · ')
