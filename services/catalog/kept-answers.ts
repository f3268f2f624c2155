/** What an answer is made of: places of titles, four bytes each. */
type Placed = { readonly places: Int32Array }

/**
 * What was asked before is not looked up again; what was not asked for the longest goes first.
 * Kept are so many answers at most, with so many places in all.
 */
export function keptAnswers<Answer extends Placed>(most: {
  readonly answers: number
  readonly places: number
}) {
  const answers = new Map<string, Answer>()
  let placesKept = 0

  function keep(question: string, answer: Answer): void {
    answers.set(question, answer)
    placesKept += answer.places.length
    for (const [oldest, { places }] of answers) {
      if (answers.size <= most.answers && placesKept <= most.places) return
      answers.delete(oldest)
      placesKept -= places.length
    }
  }

  return {
    of(question: string, look: () => Answer): Answer {
      const known = answers.get(question)
      if (known !== undefined) {
        // The last to go now.
        answers.delete(question)
        answers.set(question, known)
        return known
      }
      const answer = look()
      keep(question, answer)
      return answer
    },
    forgetAll(): void {
      if (answers.size === 0) return
      answers.clear()
      placesKept = 0
    },
  }
}
