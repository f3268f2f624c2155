import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type LoadRun, load } from './load.ts'

/** The yardstick: a bare Fastify POST route with a body schema and a JSON answer. */
export type Yardstick = AsyncDisposable & {
  measure(options?: { connections?: number; seconds?: number }): Promise<LoadRun>
}

export async function startYardstick(): Promise<Yardstick> {
  const server = fork(fileURLToPath(new URL('./yardstick-server.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  const [url] = (await once(server, 'message')) as [string]
  return {
    measure: options => load({ url, script: 'yardstick', ...options }),
    async [Symbol.asyncDispose]() {
      server.kill()
      await once(server, 'exit')
    },
  }
}
