import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { checkTree } from './check.ts'
import { command } from './command.ts'

const help = `
npm test [-- --fast] [path …]

Checks types and style, then runs every test of the tree. A test that is skipped, or left to do,
fails the run as a broken one does.

  --fast   leaves out the races, the faults and what is named *.slow.test.ts
  path …   only test files whose path contains one of these, without the check before

Ends with 0 where all hold, else with 1.
`

/** Longer than the slowest file takes, so that one that hangs is told by its name. */
const FILE_TIMEOUT_MS = 600_000

const slow = /^tests\/(races|faults)\/|\.slow\.test\.ts$/

await command(
  { help, options: { fast: { type: 'boolean' } }, arguments: true },
  async ({ values: { fast = false }, positionals }) => {
    const files = globSync('{contracts,platform,services,run,tests,bench}/**/*.test.ts')
      .filter(file => !(fast && slow.test(file)))
      .filter(file => positionals.length === 0 || positionals.some(part => file.includes(part)))
      .sort()
    if (files.length === 0) throw new CannotGoOn(exitCodes.usage, 'No test file has that path.')
    if (positionals.length === 0 && !(await checkTree())) process.exitCode = 1
    if (!(await runFiles(files))) process.exitCode = 1
  },
)

/** Runs test files, each in a process of its own. True where all passed and none was left out. */
async function runFiles(files: readonly string[]): Promise<boolean> {
  let allHold = true
  const results = run({
    files: [...files],
    concurrency: Math.max(1, Math.min(4, availableParallelism())),
    timeout: FILE_TIMEOUT_MS,
  })
  results.on('test:fail', () => {
    allHold = false
  })
  results.on('test:pass', ({ name, file, skip, todo }) => {
    if (skip === undefined && todo === undefined) return
    allHold = false
    process.stdout.write(`✖ left out, which is a failure here: ${name} (${file})\n`)
  })
  const report = results.compose(new spec())
  for await (const text of report) process.stdout.write(text)
  return allHold
}
