import { Problem } from '#contracts/problems.ts'
import type { Clock } from '#platform/time/clock.ts'

type Deps = {
  readonly clock: Pick<Clock, 'wait'>
  /** Asks for the present state of one, and tells it. */
  readonly ask: (topic: string) => Promise<void>
  readonly stopped: AbortSignal
}

/** As many at once, with a rest behind them: ten thousand topics must not keep a buyer waiting. */
const AT_ONCE = 50
const REST_MS = 200

/**
 * Asks about topics of which something was missed, until each has answered. What is wanted again
 * before its turn is asked once. Returns how to want some.
 */
export function askedAgain({ clock, ask, stopped }: Deps): (topics: Iterable<string>) => void {
  const wanted = new Set<string>()
  let isAsking = false

  async function askOne(topic: string): Promise<void> {
    wanted.delete(topic)
    try {
      await ask(topic)
    } catch (error) {
      // A refusal is an answer: there is nothing to tell any more.
      if (!(error instanceof Problem) || error.status >= 500) wanted.add(topic)
    }
  }

  async function askAll(): Promise<void> {
    isAsking = true
    while (wanted.size > 0 && !stopped.aborted) {
      await Promise.all([...wanted].slice(0, AT_ONCE).map(askOne))
      await clock.wait(REST_MS, stopped)
    }
    isAsking = false
  }

  return topics => {
    for (const topic of topics) wanted.add(topic)
    if (!isAsking) void askAll()
  }
}
