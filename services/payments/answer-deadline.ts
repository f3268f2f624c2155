import type { Clock } from '#platform/clock.ts'

/** Gives the answer, or `late` when it takes longer than all may take. */
export type AnswerDeadline = <Answer>(question: Promise<Answer>, late: Answer) => Promise<Answer>

const LONGEST_NAP_MS = 1_000

/**
 * One bound for many waiters, and one timer for all of them: since all wait equally long, the
 * eldest is always the next to give up. A timer each costs more than the rest of a confirmation's
 * JavaScript (27 µs, measured). The naps are short so that a process which ends need not wait.
 */
export function answerDeadline(clock: Clock, timeoutMs: number): AnswerDeadline {
  const waiters = new Set<{ readonly dueAtMs: number; readonly giveUp: () => void }>()
  let watched = false

  async function watch(): Promise<void> {
    watched = true
    for (let leftMs = letGo(); leftMs !== null; leftMs = letGo()) {
      await clock.wait(Math.min(LONGEST_NAP_MS, leftMs))
    }
    watched = false
  }

  /** Gives up those whose time is over. Returns how long the next one has, null without one. */
  function letGo(): number | null {
    const nowMs = clock.nowMs()
    for (const waiter of waiters) {
      if (waiter.dueAtMs > nowMs) return waiter.dueAtMs - nowMs
      waiters.delete(waiter)
      waiter.giveUp()
    }
    return null
  }

  return (question, late) =>
    new Promise((resolve, reject) => {
      const waiter = { dueAtMs: clock.nowMs() + timeoutMs, giveUp: () => resolve(late) }
      waiters.add(waiter)
      const answered = () => waiters.delete(waiter)
      question.then(resolve, reject).then(answered, answered)
      if (!watched) void watch()
    })
}
