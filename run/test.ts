import { globSync, mkdtempDisposableSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { buildWeb } from './build-web.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { checkTree } from './check.ts'
import { command } from './command.ts'
import { failedTests } from './failed-tests.ts'
import { groupTests } from './group-tests.ts'
import { looksAtTheProfile } from './looks-at-the-profile.ts'
import { startEngines } from './start-engines.ts'

const help = `
npm test [-- --fast] [path …]

Checks types and style, then runs every test of the tree, with one set of engines for all (MariaDB,
Redis, Kafka, Eureka), which it installs where that can be done. The tests of the services, the
races, the journeys, and a shop killed at each point run twice: in both profiles, unless nothing of
them looks at the profile. A test that is skipped, or left to do, fails the run as a broken one does.

  --fast   leaves out the races, the faults, what is named *.slow.test.ts, and all that needs an
           engine or a browser; says what it left out
  path …   only test files whose path contains one of these, without the check before

Engines that run already are used where TEST_MYSQL_URL and the others are set (npm run engines).
`

const endings = {
  0: 'where all hold',
  1: 'where one does not, or was left out',
  [exitCodes.unavailable]: 'where an engine or the packages are not to be had',
}

/** Longer than the slowest file takes, so that one that hangs is told by its name. */
const FILE_TIMEOUT_MS = 600_000

const slow = /^tests\/(races|faults)\/|\.slow\.test\.ts$/
const needsEngine = /\.(mysql|redis|kafka|eureka|distributed|prometheus)\.test\.ts$/
/** They look at the pages of the shop, so these are built before; Chromium is found, or installed. */
const inBrowser = /\.browser\.test\.ts$/
/** They wait more than they work: for rules that have to hold, leases that end, engines that are gone. */
const waits =
  /^tests\/(boards\/boards-of-many|faults\/(broker-gone|engines-in-a-rush|processes-in-a-rush|killed-at-each))/
const isWorking = (file: string) => !waits.test(file)
/** They run in one process with others of their folder. */
const isSmall = /^(contracts|platform|services)\//
/** They lie where the profile says, so that the same promises hold in both. */
const inBoth = /^(services|tests\/(races|journeys|faults\/killed))(?!.*(-plans|\.embedded)\.test)/

await command(
  { help, endings, options: { fast: { type: 'boolean' } }, arguments: true },
  async ({ values: { fast = false }, positionals }) => {
    const all = globSync('{contracts,platform,services,run,tests,bench,web}/**/*.test.ts')
      .filter(file => positionals.length === 0 || positionals.some(part => file.includes(part)))
      .sort()
    if (all.length === 0) throw new CannotGoOn(exitCodes.usage, 'No test file has that path.')
    const left = [slow, needsEngine, inBrowser]
    const files = all.filter(file => !(fast && left.some(kind => kind.test(file))))
    const looks = looksAtTheProfile(process.cwd())
    const isTwofold = (file: string) => inBoth.test(file) && !needsEngine.test(file) && looks(file)
    const again = fast ? [] : all.filter(isTwofold)
    if (positionals.length === 0 && !(await checkTree())) process.exitCode = 1

    // Before all, because shops that tests start would each build what is not built yet.
    if (positionals.length === 0 || files.some(file => inBrowser.test(file))) await buildWeb()
    const needed = again.length > 0 || files.some(file => needsEngine.test(file))
    await using engines = needed ? await startEngines() : undefined
    const env = { ...process.env, ...engines?.environment }
    const failed = failedTests()
    if (!(await runFiles(files, env, failed.add))) process.exitCode = 1
    if (again.length > 0) {
      console.log(`\n${again.length} of these files again, in the distributed profile:\n`)
      const inMany = { ...env, TEST_PROFILE: 'distributed' }
      if (!(await runFiles(again, inMany, failed.add))) process.exitCode = 1
    }
    if (fast) tellLeftOut(all.length - files.length)
    process.stdout.write(failed.text())
  },
)

function tellLeftOut(count: number): void {
  console.log(
    `This was the fast part. Left out: ${count} files of races, faults, engines and browsers, and ` +
      'the distributed profile. Only npm test tells whether all holds.',
  )
}

/**
 * Runs test files, each in a process of its own: as many at once as there are processors, and
 * beside them one of those that wait, of which is told at the end. True where all passed and none
 * was left out.
 */
async function runFiles(
  files: readonly string[],
  env: NodeJS.ProcessEnv,
  onFail: OnFail,
): Promise<boolean> {
  const small = files.filter(file => isSmall.test(file) && !needsEngine.test(file))
  const working = files.filter(file => isWorking(file) && !small.includes(file))
  using groups = mkdtempDisposableSync(join(tmpdir(), 'firstcome-tests-'))
  const told: string[] = []
  const took = new Map<string, number>()
  const lanes = await Promise.all([
    runLane([...groupTests(small, groups.path), ...working], {
      ...{ env, took, onFail, concurrency: Math.max(1, Math.min(4, availableParallelism())) },
      tell: text => process.stdout.write(text),
    }),
    runLane(
      files.filter(file => !isWorking(file)),
      {
        ...{ env, took, onFail, concurrency: 1 },
        tell: text => told.push(text),
      },
    ),
  ])
  process.stdout.write(told.join(''))
  tellLongest(took)
  return lanes.every(allHold => allHold)
}

type OnFail = ReturnType<typeof failedTests>['add']

type Lane = {
  readonly env: NodeJS.ProcessEnv
  readonly concurrency: number
  /** How long each file took, in milliseconds, is written down here. */
  readonly took: Map<string, number>
  readonly onFail: OnFail
  readonly tell: (text: string) => void
}

async function runLane(
  files: readonly string[],
  { env, concurrency, took, onFail, tell }: Lane,
): Promise<boolean> {
  if (files.length === 0) return true
  let allHold = true
  const results = run({ files: [...files], concurrency, timeout: FILE_TIMEOUT_MS, env })
  results.on('test:fail', failed => {
    allHold = false
    onFail(failed)
  })
  results.on('test:pass', ({ name, file, skip, todo }) => {
    if (skip === undefined && todo === undefined) return
    allHold = false
    tell(`✖ left out, which is a failure here: ${name} (${file})\n`)
  })
  results.on('test:summary', ({ file, duration_ms }) => {
    if (file !== undefined) took.set(nameOf(file), duration_ms)
  })
  const report = results.compose(new spec())
  for await (const text of report) tell(text)
  return allHold
}

/** Where it lies; of a group, which lies elsewhere, its own name. */
function nameOf(file: string): string {
  const path = relative(process.cwd(), file)
  return path.startsWith('..') ? basename(file) : path
}

function tellLongest(took: ReadonlyMap<string, number>): void {
  if (took.size < 20) return
  const longest = [...took].sort(([, one], [, other]) => other - one).slice(0, 15)
  const lines = longest.map(([file, ms]) => `  ${(ms / 1_000).toFixed(0).padStart(4)} s  ${file}\n`)
  process.stdout.write(`\nWhat took longest:\n${lines.join('')}\n`)
}
