import { randomInt } from 'node:crypto'
import { constants, existsSync } from 'node:fs'
import { access, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { JudgedPromise } from '#contracts/rehearsals.ts'
import { systemClock } from '#platform/time/clock.ts'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'
import { command } from './command.ts'
import { placeNamed } from './place-named.ts'
import { showProgress } from './progress.ts'
import type { RehearsalNews } from './rehearsal/console-rehearsals.ts'
import { holdRehearsal, type Seen } from './rehearsal/hold-rehearsal.ts'
import { judgeRehearsal } from './rehearsal/judge-rehearsal.ts'
import { openCopy } from './rehearsal/open-copy.ts'
import { openElsewhere } from './rehearsal/open-elsewhere.ts'
import { recount } from './rehearsal/recount-store.ts'
import {
  type RehearsalLine,
  readRehearsalLine,
  rehearsalOptions,
} from './rehearsal/rehearsal-line.ts'
import { rehearsalReport } from './rehearsal/rehearsal-report.ts'
import { reportWordsIn } from './rehearsal/report-words.ts'
import { isReport, summaryIn, summaryOf } from './rehearsal/summary.ts'
import { inWordsOf } from './rehearsal/tell-promise.ts'

const help = `
npm run rehearse -- --buyers 10000 --units 10 --leave 0.2 --decline 0.2

Holds a drop with a crowd that a program plays: they think, click twice, lose the net, leave, are
declined, wait in line; some are bots. Judges every promise of the shop, and writes a report to look at.

  --buyers N     how many come, to 100000 (10000)
  --units N      how many units there are (10)
  --leave S      the share that leaves after entering payment (0.2)
  --decline S    the share whose card is declined, of those who leave too (0.2)
  --over S       seconds within which they come, most of them at once (15)
  --hold MS      how long a unit is held for who does not pay (4000)
  --limit N      units a member may have (1)
  --price N      of a unit, in won (129000)
  --seed N       the same seed is the same crowd; a new one unless told
  --report FILE  where the report goes (rehearsal.html); the one that is there is compared with
  --language L   of the report and the verdict: en or ko (en)
  --url URL      a shop that runs with REHEARSAL=1, with the settings that it has (the crowd is made in
                 its database, the admin is that of ADMIN_EMAIL and ADMIN_PASSWORD). Any other is refused

Without --url the shop is a copy, made for this in a folder of its own, and gone afterwards: it has no
way to the real units, money or mails, whatever the settings are.
`

const NOT_KEPT = 1

const endings = {
  0: 'where every promise was kept',
  [NOT_KEPT]: 'where one was not',
  [exitCodes.unavailable]: 'where the shop, or the packages, are not to be had',
  [exitCodes.cannotCreate]: 'where the report cannot be written, or another file is there',
  [exitCodes.configuration]:
    'where the shop of --url is no rehearsal, or the settings are not its own',
}

/** The console, where it started this. */
const tellStarter = (news: RehearsalNews) => process.send?.(news)

await command({ help, endings, options: rehearsalOptions }, async ({ values }) => {
  const line = readRehearsalLine(values, randomInt(2 ** 32 - 1))
  const path = placeNamed(line.report)
  const last = summaryIn(await earlierReport(path))
  const heldAtMs = systemClock.nowMs()
  const { seen, recounted } = await (line.url === null ? inACopy(line) : elsewhere(line, line.url))
  const verdicts = [...judgeRehearsal(seen), ...recounted]
  const { crowd, language } = line
  const summary = summaryOf(seen, verdicts, { heldAtMs, crowd })
  const report = rehearsalReport({ seen, crowd, verdicts, summary, last, language })
  for (const judged of verdicts) {
    const { promise, finding } = inWordsOf(language, judged)
    console.log(`${judged.isKept ? '✓' : '✗'} ${promise} (${finding})`)
  }
  await writeFile(path, report).catch(error => {
    throw cannotWrite(path, error)
  })
  const say = reportWordsIn(language)
  const told = say('told', { seed: crowd.seed, path })
  console.log(`\n${say(summary.isKept ? 'held' : 'heldNot')} ${told}`)
  tellStarter({ kind: 'judged', promises: verdicts })
  if (!summary.isKept) process.exitCode = NOT_KEPT
})

type Rehearsed = { readonly seen: Seen; readonly recounted: readonly JudgedPromise[] }

/** What is there already; nothing where there is none. Told before the crowd comes, not after. */
async function earlierReport(path: string): Promise<string> {
  try {
    const isThere = existsSync(path)
    await access(isThere ? path : dirname(path), constants.W_OK)
    const there = isThere ? await readFile(path, 'utf8') : ''
    if (there !== '' && !isReport(there)) throw isOfSomebodyElse(path)
    return there
  } catch (error) {
    throw error instanceof CannotGoOn ? error : cannotWrite(path, error)
  }
}

function isOfSomebodyElse(path: string): CannotGoOn {
  return new CannotGoOn(
    exitCodes.cannotCreate,
    `${path} is no report of a rehearsal, and would be written over. Name another file with --report, or move it away.`,
  )
}

function cannotWrite(path: string, cause: unknown): CannotGoOn {
  const { code } = cause as NodeJS.ErrnoException
  const sentence = `${path} cannot be written (${code}). Name another file with --report.`
  return new CannotGoOn(exitCodes.cannotCreate, sentence, { cause })
}

async function inACopy({ crowd, terms }: RehearsalLine): Promise<Rehearsed> {
  await using copy = await openCopy(crowd.buyers, made =>
    showProgress(made, crowd.buyers, 'members'),
  )
  const seen = await holdRehearsal({ tell: tellWalked(crowd.buyers) }, copy, { crowd, terms })
  return { seen, recounted: recount(await copy.close()) }
}

async function elsewhere({ crowd, terms }: RehearsalLine, url: string): Promise<Rehearsed> {
  const place = await openElsewhere(url, crowd.buyers)
  const seen = await holdRehearsal({ tell: tellWalked(crowd.buyers) }, place, { crowd, terms })
  return { seen, recounted: [] }
}

/** With how long it will take still, as far as the pace until now tells. */
function tellWalked(all: number): (done: number) => void {
  const fromMs = performance.now()
  let told = -1
  return done => {
    if (done === told) return
    told = done
    tellStarter({ kind: 'walked', done })
    const leftS = ((performance.now() - fromMs) / 1_000) * (all / Math.max(1, done) - 1)
    const estimate = done === 0 || done === all ? '' : `, some ${Math.ceil(leftS)} s more`
    showProgress(done, all, `buyers done${estimate}`)
  }
}
