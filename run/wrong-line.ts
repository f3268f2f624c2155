import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'

type Known = {
  /** As it is called, such as `npm run crowd`. */
  readonly name: string
  readonly options: ParseArgsOptionsConfig
  readonly takesArguments: boolean
}

/** What is wrong with a command's line, and what is right, in a sentence; null where nothing is. */
export function wrongLine(
  { name, options, takesArguments }: Known,
  line: readonly string[],
): string | null {
  const { tokens } = parseArgs({
    ...{ args: [...line], options, strict: false, tokens: true },
    allowPositionals: true,
  })
  for (const token of tokens) {
    if (token.kind === 'positional' && !takesArguments) {
      return `${name} takes no argument, and was given ${token.value}. Its options come after a --, as in: ${name} -- --help`
    }
    if (token.kind !== 'option') continue
    const { rawName, name: option, value, inlineValue } = token
    const type = options[option]?.type
    if (type === undefined) return `${name} has no option ${rawName}: it has ${all(options)}.`
    if (type === 'boolean' && value !== undefined) return `${rawName} takes no value.`
    if (type === 'string' && (value === undefined || (!inlineValue && value.startsWith('-')))) {
      return `${rawName} needs a value; ${name} -- --help tells which.`
    }
  }
  return null
}

function all(options: ParseArgsOptionsConfig): string {
  const names = Object.keys(options).map(option => `--${option}`)
  return new Intl.ListFormat('en').format(names)
}
