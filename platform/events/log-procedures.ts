import type { Event } from '#contracts/event.ts'
import type { LogTables, Transaction } from '#platform/database/database.ts'
import { claimLease, releaseLease } from '#platform/jobs/lease-store.ts'
import { blameDeadLetter, dropDeadLetter } from './dead-letter-store.ts'
import { buryOnce, consumeOnce, pruneInbox } from './inbox-store.ts'
import { forgetSent } from './outbox-relay-store.ts'
import { redriveNext } from './redrive-store.ts'

type Run = (trx: Transaction<never>, input: never) => Promise<unknown>
type Apply = (trx: Transaction<never>, events: readonly Event[]) => Promise<unknown>

/** The transactions that a log between processes needs in each service's database, by name. */
export function logProcedures(apply: Apply): Readonly<Record<keyof LogTables, Run>> {
  return {
    forgetSent,
    consumeOnce: (trx, input) => consumeOnce(trx, input, apply),
    buryOnce,
    pruneInbox,
    claimLease,
    releaseLease,
    redriveNext: (trx, input) => redriveNext(trx, input, apply),
    blameDeadLetter,
    dropDeadLetter,
  }
}

/** The same, each called by its name. All of them write. */
export function logTables(
  write: (name: keyof LogTables) => (input: unknown) => Promise<never>,
): LogTables {
  return {
    forgetSent: write('forgetSent'),
    consumeOnce: write('consumeOnce'),
    buryOnce: write('buryOnce'),
    pruneInbox: write('pruneInbox'),
    claimLease: write('claimLease'),
    releaseLease: write('releaseLease'),
    redriveNext: write('redriveNext'),
    blameDeadLetter: write('blameDeadLetter'),
    dropDeadLetter: write('dropDeadLetter'),
  }
}
