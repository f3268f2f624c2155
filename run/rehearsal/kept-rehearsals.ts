import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Value } from 'typebox/value'
import { Rehearsal } from '#contracts/rehearsals.ts'

/** Rehearsals with their reports, the last ones, in a folder that has nothing else in it. */
type KeptRehearsals = Disposable & {
  /** The oldest first. */
  all(): readonly Rehearsal[]
  get(rehearsalId: string): Rehearsal | undefined
  /** How far it is, which is not written. */
  show(rehearsal: Rehearsal): void
  keep(rehearsal: Rehearsal): Promise<void>
  reportOf(rehearsalId: string): Promise<string | null>
  /**
   * Runs work in a folder of its own, which is gone afterwards with all that is in it. The last report
   * lies there, to be compared with; what lies there then is kept as the report of this one.
   */
  inFolder<Result>(
    rehearsalId: string,
    work: (folder: string, report: string) => Promise<Result | null>,
  ): Promise<Result | null>
}

const KEPT = 10
const RUN = 'run-'

/**
 * In this folder, where they outlive the process; null: in a temporary one, which goes with it. None is
 * made before it is needed.
 */
export function keptRehearsals(home: string | null): KeptRehearsals {
  let folder = home
  const known = new Map(readAll(home).map(each => [each.rehearsalId, each]))
  const at = (name: string): string => {
    folder ??= mkdtempSync(join(tmpdir(), 'firstcome-rehearsals-'))
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return join(folder, name)
  }
  const reportAt = (id: string) => at(`${id}.html`)

  async function forgetOldest(): Promise<void> {
    for (const [id] of [...known].slice(0, -KEPT)) {
      known.delete(id)
      for (const path of [at(`${id}.json`), reportAt(id)]) await rm(path, { force: true })
    }
  }

  return {
    all: () => [...known.values()],
    get: id => known.get(id),
    show(rehearsal) {
      known.set(rehearsal.rehearsalId, rehearsal)
    },
    async keep(rehearsal) {
      known.set(rehearsal.rehearsalId, rehearsal)
      await forgetOldest()
      await writeFile(at(`${rehearsal.rehearsalId}.json`), JSON.stringify(rehearsal))
    },
    async reportOf(id) {
      return existsSync(reportAt(id)) ? readFile(reportAt(id), 'utf8') : null
    },
    async inFolder(id, work) {
      const last = [...known.keys()].findLast(other => existsSync(reportAt(other)))
      const own = await mkdtemp(at(RUN))
      const report = join(own, 'report.html')
      try {
        if (last !== undefined) await copyFile(reportAt(last), report)
        const result = await work(own, report)
        if (result !== null) await rename(report, reportAt(id))
        return result
      } finally {
        // A copy that is just ending may write still.
        await rm(own, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
      }
    },
    [Symbol.dispose]() {
      if (home === null && folder !== null) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** What an earlier process has kept. What ran then has come to no verdict, and is cleaned up. */
function readAll(home: string | null): readonly Rehearsal[] {
  if (home === null || !existsSync(home)) return []
  for (const name of globSync(`${RUN}*`, { cwd: home })) {
    rmSync(join(home, name), { recursive: true, force: true })
  }
  // Ids tell by their order when they were given.
  return globSync('*.json', { cwd: home })
    .sort()
    .map(name => JSON.parse(readFileSync(join(home, name), 'utf8')) as unknown)
    .filter(told => Value.Check(Rehearsal, told))
    .map(told => (told.state === 'running' ? { ...told, state: 'failed' } : told))
}
