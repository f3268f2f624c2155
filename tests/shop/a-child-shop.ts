import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { systemClock } from '#platform/time/clock.ts'
import { endsWithUs } from './ends-with-us.ts'
import { eventually } from './eventually.ts'
import { httpClient } from './http-client.ts'
import { type Shopping, shopping } from './shopping.ts'
import { somePlace } from './some-place.ts'

const root = join(import.meta.dirname, '../..')
const admin = { email: 'chief@shop.example', password: 'Chief-of-the-shop-2026!' }

/** How a process ended: by its exit code, or by a signal. */
export type End = { readonly code: number | null; readonly signal: NodeJS.Signals | null }

/** A program of ours in a process of its own. */
export type Child = {
  readonly pid: number
  /** All that it has said until now. */
  readonly output: () => string
  readonly ended: Promise<End>
  readonly signal: (signal: NodeJS.Signals) => void
}

export type ChildShop = AsyncDisposable &
  Shopping & {
    readonly url: string
    readonly privateUrl: string
    readonly dataFolder: string
    readonly environment: NodeJS.ProcessEnv
    /** All that its processes have said until now. */
    readonly output: () => string
    /** From the start of the process to the first 200 of /readyz. */
    readonly readyAfterMs: () => number
    readonly pid: () => number
    readonly signal: (signal: NodeJS.Signals) => void
    /** Kills it with −9, wherever it stands. */
    readonly kill: () => Promise<void>
    /** Starts it again on the same data and ports, by another program where one is named. */
    readonly start: (as?: StartAs) => Promise<void>
    /** When the process that runs now has ended. */
    readonly ended: () => Promise<End>
    /** Asks it to end, as a supervisor does. */
    readonly stop: () => Promise<End>
  }

type StartAs = { readonly program: string; readonly line?: readonly string[] }

/** For a child: how this machine finds programs, these, and nothing of ours. */
export const environmentWith = (more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
  NO_COLOR: '1',
  ...more,
})

/** Runs a program of ours, `run/….ts`, or another's, with this environment and nothing of ours. */
export function startProgram({
  program,
  line = [],
  environment = {},
}: {
  program: string
  line?: readonly string[]
  environment?: NodeJS.ProcessEnv
}): Child {
  const node = [process.execPath, '--disable-warning=ExperimentalWarning', program]
  const [file = '', ...before] = [...endsWithUs, ...(program.endsWith('.ts') ? node : [program])]
  const child = spawn(file, [...before, ...line], {
    cwd: root,
    env: environmentWith(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => said.push(text))
  return {
    pid: child.pid ?? 0,
    output: () => said.join(''),
    ended: endOf(child),
    signal: signal => child.kill(signal),
  }
}

/** A whole shop in a process of its own, on free ports and an empty folder, to be killed. */
export async function startChildShop({
  program = 'run/serve.ts',
  line = [],
  environment: extra = {},
}: {
  program?: string
  line?: readonly string[]
  environment?: NodeJS.ProcessEnv
} = {}): Promise<ChildShop> {
  const place = await somePlace()
  const dataFolder = join(place.folder, 'data')
  const [port, privatePort] = await Promise.all([freePort(), freePort()])
  const url = `http://localhost:${port}`
  const environment = {
    HTTP_PORT: String(port),
    PRIVATE_PORT: String(privatePort),
    ...place.environment,
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    DEMO: '0',
    RATE_LIMITS: 'off',
    LOG_LEVEL: 'warn',
    ...extra,
  }
  const call = httpClient(url)
  let child: Child
  let readyAfterMs = 0
  const outputs: (() => string)[] = []

  async function start(as: StartAs = { program, line }): Promise<void> {
    const fromMs = performance.now()
    child = startProgram({ ...as, environment })
    outputs.push(child.output)
    let end: End | undefined
    child.ended.then(ended => {
      end = ended
    })
    await eventually(
      'a ready shop',
      async () => {
        if (end !== undefined) throw new Error(`it ended at its start: ${child.output()}`)
        const answer = await call('GET /readyz').catch(() => null)
        return answer?.status === 200
      },
      60_000,
    )
    readyAfterMs = performance.now() - fromMs
  }

  async function kill(): Promise<void> {
    child.signal('SIGKILL')
    await child.ended
  }

  await start()
  return {
    ...shopping(call, systemClock, admin),
    url,
    privateUrl: `http://localhost:${privatePort}`,
    dataFolder,
    environment,
    output: () => outputs.map(output => output()).join(''),
    readyAfterMs: () => readyAfterMs,
    pid: () => child.pid,
    signal: signal => child.signal(signal),
    kill,
    start,
    ended: () => child.ended,
    stop() {
      child.signal('SIGTERM')
      return child.ended
    },
    async [Symbol.asyncDispose]() {
      await kill()
      await place[Symbol.asyncDispose]()
    },
  }
}

/** Below those that a system gives to whoever connects, so that none is taken while a shop is down. */
const PORTS = { from: 12_000, count: 20_000 }

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = PORTS.from + Math.floor(Math.random() * PORTS.count)
    const server = createServer()
    const isFree = await new Promise<boolean>(resolve => {
      server.once('error', () => resolve(false)).listen(port, () => resolve(true))
    })
    if (!isFree) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

async function endOf(child: ChildProcess): Promise<End> {
  const [code, signal] = await once(child, 'close')
  return { code, signal }
}
