import { median } from './load.ts'

const QUESTIONS = 100

/** How long a question takes in the middle of a hundred, in ms. Each must have an answer. */
export async function medianMs(ask: (question: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let question = 0; question < QUESTIONS; question++) {
    const fromMs = performance.now()
    const answer = await ask(question)
    times.push(performance.now() - fromMs)
    if (answer === null) throw new Error(`question ${question} has no answer`)
  }
  return Number(median(times).toFixed(3))
}
