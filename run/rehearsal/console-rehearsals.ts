import { fork } from 'node:child_process'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import type { JudgedPromise, Rehearsal, RehearsalTerms } from '#contracts/rehearsals.ts'
import type { stockApi } from '#contracts/stock.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { RehearsalCalls } from '#services/gateway/operators-door.ts'
import { keptRehearsals } from './kept-rehearsals.ts'

type Deps = {
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Pick<Log, 'warn'>
  readonly stock: Pick<Calls<typeof stockApi>, 'readDrop'>
  /** Where they are kept, and the copies lie while they are played; null: nowhere for longer. */
  readonly folder: string | null
}

/** What the program of a rehearsal tells whoever started it. */
export type RehearsalNews =
  | { readonly kind: 'walked'; readonly done: number }
  | { readonly kind: 'judged'; readonly promises: readonly JudgedPromise[] }

const BUYERS = 10_000

/**
 * A rehearsal stands beside a gateway, in the memory of one pod. Left alone V8 collects late, and the
 * two processes of 10,000 buyers have 720 MB at their peak; so, 340 MB, and of 20,000 buyers 460 MB.
 */
const FRUGAL = ['--max-old-space-size=192', '--max-semi-space-size=2']

const PROGRAM = join(import.meta.dirname, '../rehearse.ts')

/**
 * Starts rehearsals for the console: each is `npm run rehearse` in a process of its own, told nothing
 * of this one's environment, so that it has no way to the real shop.
 */
export function consoleRehearsals({
  clock,
  log,
  stock,
  folder,
}: Deps): RehearsalCalls & AsyncDisposable {
  const all = keptRehearsals(folder)
  const stop = new AbortController()
  const running = new Set<Promise<void>>()

  async function run(told: Rehearsal, line: readonly string[]): Promise<void> {
    const end = (news: Partial<Rehearsal>) =>
      all.keep({
        ...told,
        done: all.get(told.rehearsalId)?.done ?? 0,
        endedAtMs: clock.nowMs(),
        ...news,
      })
    try {
      await all.keep(told)
      const promises = await all.inFolder(told.rehearsalId, (own, report) =>
        played([...line, '--report', report], own, done => all.show({ ...told, done })),
      )
      if (promises === null) return await end({ state: 'failed' })
      await end({ state: promises.every(kept) ? 'held' : 'broken', promises: [...promises] })
    } catch (error) {
      log.warn({ err: error }, 'a rehearsal came to no verdict')
      all.show({ ...told, state: 'failed', endedAtMs: clock.nowMs() })
    }
  }

  /** What was judged; null where it ended before. */
  function played(
    line: readonly string[],
    own: string,
    onWalked: (done: number) => void,
  ): Promise<readonly JudgedPromise[] | null> {
    const child = fork(PROGRAM, [...line], {
      execArgv: ['--disable-warning=ExperimentalWarning', ...FRUGAL],
      // Its copy of the shop lies in this folder too, and goes with it.
      env: { NODE_ENV: 'production', NO_COLOR: '1', TMPDIR: own },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      signal: stop.signal,
    })
    let judged: readonly JudgedPromise[] | null = null
    child.on('message', (news: RehearsalNews) => {
      if (news.kind === 'walked') onWalked(news.done)
      else judged = news.promises
    })
    return new Promise((resolve, reject) => {
      child.on('exit', () => resolve(judged))
      child.on('error', error => (stop.signal.aborted ? resolve(null) : reject(error)))
    })
  }

  return {
    async startRehearsal(terms, context) {
      const drop = terms.dropId && (await stock.readDrop({ dropId: terms.dropId }, context))
      if (isRefusal(drop)) return drop
      if (all.all().some(({ state }) => state === 'running')) {
        return refuse('illegal_transition')
      }
      const rehearsalId = uuidv7(clock.nowMs())
      const buyers = terms.buyers ?? BUYERS
      const told: Rehearsal = {
        ...{ rehearsalId, state: 'running', dropId: terms.dropId ?? null, buyers, done: 0 },
        ...{ startedAtMs: clock.nowMs(), endedAtMs: null, promises: [] },
        gateway: hostname(),
      }
      all.show(told)
      const line = lineOf({ ...terms, buyers }, drop || null)
      const playing = run(told, line).finally(() => running.delete(playing))
      running.add(playing)
      return told
    },
    listRehearsals: async () => ({ items: all.all().toReversed(), nextCursor: null }),
    async readRehearsal({ rehearsalId }) {
      const told = all.get(rehearsalId)
      if (told === undefined) return refuse('not_found')
      return { ...told, report: await all.reportOf(rehearsalId) }
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(running)
      all[Symbol.dispose]()
    },
  }
}

const kept = ({ isKept }: JudgedPromise): boolean => isKept

type Copied = {
  readonly units: number
  readonly limitPerMember: number
  readonly price: { readonly amountMinor: number }
}

/** The command line of `npm run rehearse`. */
function lineOf(
  { buyers = BUYERS, units, leave = 0.2, decline = 0.2, locale = 'en' }: RehearsalTerms,
  drop: Copied | null,
): string[] {
  const settings = {
    ...{ buyers, leave, decline, language: locale, units: units ?? drop?.units ?? 10 },
    // A crowd of a size comes as fast as one of that size does.
    over: Math.min(15, Math.max(2, Math.ceil(buyers / 600))),
    ...(drop && { limit: drop.limitPerMember, price: drop.price.amountMinor }),
  }
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
}
