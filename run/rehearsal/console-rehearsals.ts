import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Calls } from '#contracts/operation.ts'
import { isRefusal, refuse } from '#contracts/problems.ts'
import type { JudgedPromise, Rehearsal, RehearsalTerms } from '#contracts/rehearsals.ts'
import type { stockApi } from '#contracts/stock.ts'
import { uuidv7 } from '#platform/ids.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Clock } from '#platform/time/clock.ts'
import type { RehearsalCalls } from '#services/gateway/operators-door.ts'

type Deps = {
  readonly clock: Pick<Clock, 'nowMs'>
  readonly log: Pick<Log, 'warn'>
  readonly stock: Pick<Calls<typeof stockApi>, 'readDrop'>
}

/** What the program of a rehearsal tells whoever started it. */
export type RehearsalNews =
  | { readonly kind: 'walked'; readonly done: number }
  | { readonly kind: 'judged'; readonly promises: readonly JudgedPromise[] }

type Kept = { readonly told: Rehearsal; readonly report: string | null }

/** So many are remembered, with their reports. */
const KEPT = 10
const BUYERS = 10_000
const PROGRAM = join(import.meta.dirname, '../rehearse.ts')

/**
 * Starts rehearsals for the console: each is `npm run rehearse` in a process of its own, told nothing
 * of this one's environment, so that it has no way to the real shop.
 */
export function consoleRehearsals({ clock, log, stock }: Deps): RehearsalCalls & AsyncDisposable {
  const all = new Map<string, Kept>()
  const stop = new AbortController()
  const running = new Set<Promise<void>>()

  function change(id: string, news: Partial<Rehearsal>, report: string | null = null): void {
    const kept = all.get(id)
    if (kept !== undefined) all.set(id, { told: { ...kept.told, ...news }, report })
  }

  async function run(id: string, line: readonly string[]): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'firstcome-report-'))
    const path = join(folder, 'report.html')
    try {
      const promises = await played([...line, '--report', path], done => change(id, { done }))
      const state = promises === null ? 'failed' : promises.every(kept) ? 'held' : 'broken'
      const report = existsSync(path) ? await readFile(path, 'utf8') : null
      change(
        id,
        { state, promises: [...(promises ?? [])], endedAtMs: clock.nowMs() },
        report || null,
      )
    } catch (error) {
      log.warn({ err: error }, 'a rehearsal came to no verdict')
      change(id, { state: 'failed', endedAtMs: clock.nowMs() })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  /** What was judged; null where it ended before. */
  function played(
    line: readonly string[],
    onWalked: (done: number) => void,
  ): Promise<readonly JudgedPromise[] | null> {
    const child = fork(PROGRAM, [...line], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { NODE_ENV: 'production', NO_COLOR: '1' },
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
      if ([...all.values()].some(({ told }) => told.state === 'running')) {
        return refuse('illegal_transition')
      }
      const rehearsalId = uuidv7(clock.nowMs())
      const buyers = terms.buyers ?? BUYERS
      const told: Rehearsal = {
        ...{ rehearsalId, state: 'running', dropId: terms.dropId ?? null, buyers, done: 0 },
        ...{ startedAtMs: clock.nowMs(), endedAtMs: null, promises: [] },
      }
      all.set(rehearsalId, { told, report: null })
      for (const [oldest] of [...all].slice(0, -KEPT)) all.delete(oldest)
      const line = lineOf({ ...terms, buyers }, drop || null)
      const playing = run(rehearsalId, line).finally(() => running.delete(playing))
      running.add(playing)
      return told
    },
    listRehearsals: async () => ({
      items: [...all.values()].map(({ told }) => told).reverse(),
      nextCursor: null,
    }),
    async readRehearsal({ rehearsalId }) {
      const kept = all.get(rehearsalId)
      return kept === undefined ? refuse('not_found') : { ...kept.told, report: kept.report }
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(running)
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
  { buyers = BUYERS, units, leave = 0.2, decline = 0.2 }: RehearsalTerms,
  drop: Copied | null,
): string[] {
  const settings = {
    ...{ buyers, leave, decline, units: units ?? drop?.units ?? 10 },
    // A crowd of a size comes as fast as one of that size does.
    over: Math.min(15, Math.max(2, Math.ceil(buyers / 600))),
    ...(drop && { limit: drop.limitPerMember, price: drop.price.amountMinor }),
  }
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
}
