import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { CannotGoOn, exitCodes, sentenceFor } from './cannot-go-on.ts'
import { refuseMisreadSettings } from './settings-file.ts'
import { wrongLine } from './wrong-line.ts'

/** How a command can end, by its exit code; each is a sentence that goes on from "ends with …". */
export type Endings = Readonly<Record<number, string>>

type Definition<Options extends ParseArgsOptionsConfig> = {
  /** What `--help` shows, before the ways in which it can end. */
  readonly help: string
  /** Beside those of every command, or in other words. */
  readonly endings?: Endings
  /** As of `node:util` parseArgs; `--help` is added. */
  readonly options: Options
  readonly arguments?: boolean
}

type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true }>
>

const everyEnding: Endings = {
  0: 'where all is done',
  [exitCodes.usage]: 'where it was called wrongly',
  [exitCodes.unavailable]: 'where the packages that it needs are not to be had',
  [exitCodes.software]: 'where something broke that is our fault',
}

/** Of those that read the settings of the shop and open its databases. */
export const shopEndings: Endings = {
  [exitCodes.newerData]: 'where the data are of a newer version',
  [exitCodes.unavailable]: 'where a database, an engine or the packages are not to be had',
  [exitCodes.cannotCreate]: 'where a file or folder cannot be written',
  [exitCodes.tryLater]:
    'where a database is busy or full, or another process has the data folder, or lacks a new key',
  [exitCodes.configuration]:
    'where the configuration is wrong, or keys are lost, damaged or not of this shop',
}

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
    if (line === 'help') {
      console.log(helpOf(definition))
      return
    }
    refuseMisreadSettings(process.execArgv)
    await run(line)
  } catch (error) {
    const known = sentenceFor(error)
    console.error(known?.message ?? error)
    process.exit(known?.exitCode ?? exitCodes.software)
  }
}

function readLine<Options extends ParseArgsOptionsConfig>({
  help,
  options: own,
  arguments: takesArguments = false,
}: Definition<Options>): Parsed<Options> | 'help' {
  const options = { ...own, help: { type: 'boolean', short: 'h' } } as const
  const [name = ''] = /^npm (run )?\S+/.exec(help.trim()) ?? []
  const wrong = wrongLine({ name, options, takesArguments }, process.argv.slice(2))
  if (wrong !== null) throw new CannotGoOn(exitCodes.usage, wrong)
  const line = parseArgs({ options, allowPositionals: takesArguments })
  return (line.values as { help?: boolean }).help ? 'help' : (line as Parsed<Options>)
}

function helpOf({ help, endings }: Pick<Definition<never>, 'help' | 'endings'>): string {
  const lines = Object.entries({ ...everyEnding, ...endings }).map(
    ([code, where]) => `  ${code.padStart(2)}  ${where}`,
  )
  return `${help.trim()}\n\nEnds with\n${lines.join('\n')}`
}
