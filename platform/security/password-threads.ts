import { Worker } from 'node:worker_threads'

/** What argon2id (RFC 9106) is asked for. Memory is in KiB. */
export type Derivation = {
  readonly message: string
  readonly nonce: Uint8Array
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly tagLength: number
}

export type Derived = { readonly tag: Uint8Array } | { readonly error: unknown }

/** A thread needs its stack and 19 MiB of its own for a password, and hardly any heap. */
const resourceLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 16 }

/** An idle thread is some megabytes that a shop at rest has no use for. */
const IDLE_MS = 10_000

/**
 * Derives keys from passwords in threads of their own, each begun when it is needed and ended
 * when it was idle for long. As many run at once as are asked for at once: whoever asks keeps to a
 * bound. They end with the process.
 */
export function passwordThreads(): (derivation: Derivation) => Promise<Buffer> {
  const idle: { readonly thread: Worker; readonly end: NodeJS.Timeout }[] = []

  function take(): Worker {
    const last = idle.pop()
    if (last === undefined) return newThread()
    clearTimeout(last.end)
    return last.thread
  }

  function rest(thread: Worker): void {
    const end = setTimeout(() => {
      idle.splice(idle.indexOf(resting), 1)
      void thread.terminate()
    }, IDLE_MS).unref()
    const resting = { thread, end }
    idle.push(resting)
  }

  return derivation =>
    new Promise((resolve, reject) => {
      const thread = take()
      const end = () => {
        thread.removeAllListeners('message')
        thread.removeAllListeners('error')
        // Only for as long as somebody waits for it does it keep the process from ending.
        thread.unref()
      }
      thread.ref()
      thread.once('message', (derived: Derived) => {
        end()
        rest(thread)
        if ('tag' in derived) resolve(Buffer.from(derived.tag))
        else reject(derived.error)
      })
      // It is gone with its error; the next one begins another.
      thread.once('error', error => {
        end()
        reject(error)
      })
      thread.postMessage(derivation)
    })
}

function newThread(): Worker {
  return new Worker(new URL('./password-thread.ts', import.meta.url), { resourceLimits })
}
