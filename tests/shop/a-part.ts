import { type Child, type End, startProgram } from './a-child-shop.ts'
import { eventually } from './eventually.ts'
import { httpClient } from './http-client.ts'

/** One process of a shop of many. */
export type Part = {
  readonly name: string
  readonly privateUrl: string
  /** All that its processes have said until now. */
  readonly output: () => string
  readonly pid: () => number
  /** Kills it with −9, wherever it stands. */
  readonly kill: () => Promise<End>
  /** Asks it to end, as a supervisor does. */
  readonly stop: () => Promise<End>
  /** Starts it again on the same ports, told something else where that is given. Resolves when ready. */
  readonly start: (how?: Start) => Promise<void>
  /** It stands still, as on a machine that hangs: connections stay, nothing is answered. */
  readonly pause: () => void
  readonly resume: () => void
  readonly signal: (signal: NodeJS.Signals) => void
  readonly ended: () => Promise<End>
}

type Start = {
  readonly program?: string
  readonly line?: readonly string[]
  readonly environment?: NodeJS.ProcessEnv
}

type Told = {
  readonly name: string
  readonly line: readonly string[]
  readonly privatePort: number
  readonly environment: NodeJS.ProcessEnv
}

const READY_WITHIN_MS = 90_000

export function aPart({ name, line, privatePort, environment }: Told): Part {
  const privateUrl = `http://localhost:${privatePort}`
  const call = httpClient(privateUrl)
  const children: Child[] = []
  const child = (): Child => {
    const last = children.at(-1)
    if (last === undefined) throw new Error(`${name} was never started`)
    return last
  }
  const output = () => children.map(each => each.output()).join('')

  function endBy(signal: NodeJS.Signals): Promise<End> {
    child().signal(signal)
    return child().ended
  }

  return {
    name,
    privateUrl,
    output,
    pid: () => child().pid,
    kill: () => endBy('SIGKILL'),
    stop: () => endBy('SIGTERM'),
    async start({ program = 'run/serve.ts', environment: more = {}, ...how }: Start = {}) {
      const started = startProgram({
        program,
        line: how.line ?? line,
        environment: { ...environment, PRIVATE_PORT: String(privatePort), ...more },
      })
      children.push(started)
      let end: End | undefined
      void started.ended.then(ended => {
        end = ended
      })
      const isReady = async () => {
        if (end !== undefined) throw new Error(`${name} ended at its start: ${started.output()}`)
        const answer = await call('GET /readyz').catch(() => null)
        return answer?.status === 200
      }
      await eventually(`a ready ${name}`, isReady, READY_WITHIN_MS)
    },
    pause: () => child().signal('SIGSTOP'),
    resume: () => child().signal('SIGCONT'),
    signal: signal => child().signal(signal),
    ended: () => child().ended,
  }
}
