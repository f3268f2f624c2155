import type { Clock } from '#platform/time/clock.ts'

/** Gives the answer, or `late` when it takes longer than all may take. */
type AnswerDeadline = <Answer>(question: Promise<Answer>, late: Answer) => Promise<Answer>

/** Those who asked at about the same time, and give up together. */
type Group = {
  readonly waiters: Set<() => void>
  /** Aborted when nobody waits any more, so that a process which ends need not wait either. */
  readonly stop: AbortController
}

/** Nobody waits longer than the bound, nor less by more than this part of it. */
const PART = 1 / 100

/**
 * One bound for many waiters, and one timer for all who ask within a hundredth of it. A timer each
 * costs more than the rest of a confirmation's JavaScript (27 µs, measured). Only the clock's
 * `wait` is asked: an instant can be set back, and would keep everybody waiting.
 */
export function answerDeadline(clock: Pick<Clock, 'wait'>, timeoutMs: number): AnswerDeadline {
  let open: Group | null = null

  function groupOfNow(): Group {
    if (open !== null) return open
    const group: Group = { waiters: new Set(), stop: new AbortController() }
    open = group
    void closeAfterPart(group)
    void giveUpInTime(group)
    return group
  }

  async function closeAfterPart(group: Group): Promise<void> {
    await clock.wait(timeoutMs * PART)
    open = null
    stopWhenEmpty(group)
  }

  async function giveUpInTime({ waiters, stop }: Group): Promise<void> {
    await clock.wait(timeoutMs, stop.signal)
    for (const giveUp of waiters) giveUp()
  }

  function stopWhenEmpty(group: Group): void {
    if (group !== open && group.waiters.size === 0) group.stop.abort()
  }

  return (question, late) =>
    new Promise((resolve, reject) => {
      const group = groupOfNow()
      const giveUp = () => resolve(late)
      group.waiters.add(giveUp)
      const answered = () => {
        group.waiters.delete(giveUp)
        stopWhenEmpty(group)
      }
      question.then(resolve, reject).then(answered, answered)
    })
}
