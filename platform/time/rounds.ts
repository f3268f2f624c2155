import type { Log } from '#platform/measures/log.ts'
import type { Clock } from './clock.ts'

export type RoundsDeps = { readonly clock: Pick<Clock, 'wait'>; readonly log: Log }

/**
 * Does something now and at every `everyMs` until disposed. What fails is tried again in the next
 * round; that is logged when it begins to fail and when it is over, not at each time.
 */
export function rounds(
  { clock, log }: RoundsDeps,
  { name, everyMs }: { readonly name: string; readonly everyMs: number },
  round: () => Promise<void>,
): AsyncDisposable & { readonly first: Promise<void> } {
  const ended = new AbortController()
  const first = Promise.withResolvers<void>()
  let isFailing = false

  async function once(): Promise<void> {
    try {
      await round()
      if (isFailing) log.info({ name }, 'what failed works again')
      isFailing = false
    } catch (error) {
      if (!isFailing) log.warn({ err: error, name }, 'a round failed and will be tried again')
      isFailing = true
    }
  }

  async function goRound(): Promise<void> {
    while (!ended.signal.aborted) {
      await once()
      first.resolve()
      await clock.wait(everyMs, ended.signal)
    }
  }

  const going = goRound()
  return {
    first: first.promise,
    async [Symbol.asyncDispose]() {
      ended.abort()
      await going
    },
  }
}
