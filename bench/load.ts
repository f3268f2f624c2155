import { execFile, execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CannotGoOn, exitCodes } from '#run/cannot-go-on.ts'

/** One run of a load generator against one address. */
export type LoadRun = {
  readonly tool: 'wrk' | 'autocannon'
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Answers by status, where the script counts them. */
  readonly statuses: Readonly<Record<string, number>>
  readonly seconds: number
}

type Load = {
  readonly url: string
  /** A Lua script of bench/lua, and what it is told. */
  readonly script: string
  readonly told?: readonly string[]
  readonly connections?: number
  readonly seconds?: number
}

const run = promisify(execFile)

/**
 * Puts load on an address with wrk (Debian's package), closed loop over keep-alive connections.
 * It costs 12 µs of a core for a request, which counts here, because it shares the machine.
 */
export async function load({
  url,
  script,
  told = [],
  connections = 64,
  seconds = 5,
}: Load): Promise<LoadRun> {
  requireWrk()
  const lua = fileURLToPath(new URL(`./lua/${script}.lua`, import.meta.url))
  const { stdout } = await run(
    'wrk',
    ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', lua, url, '--', ...told],
    { maxBuffer: 1 << 24 },
  )
  const line = stdout.split('\n').find(text => text.startsWith('RESULT '))
  if (line === undefined) throw new Error(`wrk said nothing usable:\n${stdout}`)
  const result = JSON.parse(line.slice('RESULT '.length)) as Omit<LoadRun, 'tool'>
  return { tool: 'wrk', ...result }
}

function requireWrk(): void {
  try {
    execFileSync('wrk', ['-v'], { stdio: 'ignore' })
  } catch (error) {
    // `wrk -v` ends with 1 where it is there; without it there is no such file.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      const sentence = 'The bench needs wrk. On Debian: apt-get install wrk'
      throw new CannotGoOn(exitCodes.unavailable, sentence, { cause: error })
    }
  }
}

/** The middle one; of an even number the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}
