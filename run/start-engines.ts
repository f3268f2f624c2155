import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { CannotGoOn, exitCodes } from './cannot-go-on.ts'

type TestEngines = AsyncDisposable & {
  /** What the tests' processes are told. */
  readonly environment: Readonly<Record<string, string>>
}

const program = join(import.meta.dirname, '../tests/engines/all-engines.ts')

/** Starts the engines of the tests, unless the environment names some that run already. */
export async function startEngines(): Promise<TestEngines> {
  if (process.env.TEST_MYSQL_URL) {
    return { environment: {}, [Symbol.asyncDispose]: () => Promise.resolve() }
  }
  const child = spawn(process.execPath, [program, '--attached'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  let said = ''
  const isComplete = new Promise<void>(resolve => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('# Paste')) resolve()
    })
  })
  await Promise.race([isComplete, ended])
  if (child.exitCode !== null) {
    throw new CannotGoOn(exitCodes.unavailable, 'The engines that the tests need do not run.')
  }
  const exported = said.matchAll(/^export (TEST_\w+)='(.*)'$/gm)
  return {
    environment: Object.fromEntries([...exported].map(([, name, value]) => [name, value])),
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await ended
    },
  }
}
