type Options = Readonly<Record<string, string>>

/** The same for options that say the same; their order means nothing. */
const optionsText = (options: Options): string => JSON.stringify(Object.entries(options).sort())

/** Where options stand that stood before, −1 where none do. */
export function repeatedOptions(all: readonly Options[]): number {
  const texts = all.map(optionsText)
  return texts.findIndex((text, at) => texts.indexOf(text) < at)
}
