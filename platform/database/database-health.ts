import type { Log } from '#platform/measures/log.ts'
import { DatabaseDamaged, type DatabaseUnavailable } from './database.ts'

/**
 * Tells the operator once that databases take nothing, and once that they do again; of a damaged one
 * that it is, once.
 */
export type DatabaseHealth = {
  failed(service: string, error: DatabaseUnavailable): void
  worked(): void
}

/**
 * Without a failure for so long it works again. A success alone proves nothing: what changes no
 * page succeeds on a full disk, and a disk that is nearly full takes this and not that.
 */
const CALM_MS = 60_000

/** For databases on one disk: what one of them can write, the others can. */
export function databaseHealth(
  log: Pick<Log, 'error' | 'info'>,
  elapsedMs: () => number = () => performance.now(),
): DatabaseHealth {
  let failedAtMs: number | null = null
  const damaged = new Set<string>()

  return {
    failed(service, error) {
      error.wasTold = true
      if (error instanceof DatabaseDamaged) {
        if (!damaged.has(service)) log.error({ err: error, service }, ADVICE_ON_DAMAGE)
        damaged.add(service)
        return
      }
      if (failedAtMs === null) log.error({ err: error, service }, ADVICE)
      failedAtMs = elapsedMs()
    },
    worked() {
      if (failedAtMs === null || elapsedMs() - failedAtMs < CALM_MS) return
      failedAtMs = null
      log.info('no database has failed to write for a minute')
    },
  }
}

const ADVICE =
  'a database cannot be written, and whoever buys is told to try again: make room on the disk of ' +
  'the data folder, and see that it is mounted for writing; the shop goes on by itself then'

const ADVICE_ON_DAMAGE =
  'the file of a database is damaged, and what needs it is told to try again: stop the shop, keep a ' +
  'copy of the data folder, look after its disk, and bring the newest backup back (npm run restore)'
