import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { CannotGoOn, exitCodes, sentenceFor } from './cannot-go-on.ts'

type Definition<Options extends ParseArgsOptionsConfig> = {
  /** What `--help` shows. */
  readonly help: string
  /** As of `node:util` parseArgs; `--help` is added. */
  readonly options: Options
  readonly arguments?: boolean
}

type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>

/**
 * Runs a command: reads its line, shows the help on request, and ends the process with a sentence
 * and an exit code of its own where it cannot go on. A defect ends it with its stack.
 */
export async function command<const Options extends ParseArgsOptionsConfig>(
  definition: Definition<Options>,
  run: (line: Parsed<Options>) => Promise<void>,
): Promise<void> {
  try {
    const line = readLine(definition)
    if (line === 'help') console.log(definition.help.trim())
    else await run(line)
  } catch (error) {
    const known = sentenceFor(error)
    console.error(known?.message ?? error)
    process.exit(known?.exitCode ?? exitCodes.software)
  }
}

function readLine<Options extends ParseArgsOptionsConfig>({
  help,
  options,
  arguments: allowPositionals = false,
}: Definition<Options>): Parsed<Options> | 'help' {
  try {
    const line = parseArgs({
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals,
    })
    return (line.values as { help?: boolean }).help ? 'help' : (line as Parsed<Options>)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CannotGoOn(exitCodes.usage, `${why}\n\n${help.trim()}`, { cause: error })
  }
}
