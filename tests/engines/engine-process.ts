import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { endsWithUs } from '#tests/shop/ends-with-us.ts'

/** An engine in a process of its own. What dies of a test is started again on the same port. */
export type EngineProcess = {
  /** Resolves when it answers. */
  start(): Promise<void>
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>
  /** Ends it with −9, wherever it stands. */
  kill(): Promise<void>
  /** It stands still, as on a machine that hangs: connections stay, nothing is answered. */
  pause(): void
  resume(): void
}

type Program = {
  readonly name: string
  readonly program: string
  readonly line: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
  /** True when it answers. May throw until then. */
  readonly answers: () => Promise<boolean>
}

const START_MS = 60_000
const STOP_MS = 20_000

export function engineProcess(engine: Program): EngineProcess {
  let child: ChildProcess | undefined
  let said: string[] = []
  const isRunning = () => child !== undefined && child.exitCode === null && !child.signalCode
  const killNow = () => child?.kill('SIGKILL')

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child === undefined || !isRunning()) return
    const ended = once(child, 'exit')
    child.kill(signal)
    // One that stands still hears nothing else.
    child.kill('SIGCONT')
    const patience = setTimeout(killNow, STOP_MS)
    await ended
    clearTimeout(patience)
    process.removeListener('exit', killNow)
  }

  return {
    async start() {
      const [program = '', ...line] = [...endsWithUs, engine.program, ...engine.line]
      said = []
      child = spawn(program, line, {
        env: { ...process.env, ...engine.environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text: string) => {
          if (said.push(text) > 200) said.shift()
        })
      }
      process.on('exit', killNow)
      const untilMs = performance.now() + START_MS
      while (!(await answersBy(engine.answers))) {
        if (isRunning() && performance.now() < untilMs) await sleep(20)
        else {
          await end('SIGKILL')
          throw new Error(`${engine.name} does not start. It said:\n${said.join('')}`)
        }
      }
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
  }
}

async function answersBy(answers: () => Promise<boolean>): Promise<boolean> {
  try {
    return await answers()
  } catch (error) {
    // Refused until it listens; why it never does is told by what it said itself.
    if (error instanceof Error) return false
    throw error
  }
}
