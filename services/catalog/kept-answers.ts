/** An answer is a list of places, four bytes each, and a byte more. */
type Answer = { readonly places: Int32Array; readonly ranks: Uint8Array }

/** Answers are kept until a title changes: so many, with so many places in all (15 MB). */
const KEPT_ANSWERS = 5_000
const KEPT_PLACES = 3_000_000

/** What was asked before is not looked up again; what was not asked for the longest goes first. */
export function keptAnswers() {
  const answers = new Map<string, Answer>()
  let placesKept = 0

  function keep(question: string, answer: Answer): void {
    answers.set(question, answer)
    placesKept += answer.places.length
    for (const [oldest, { places }] of answers) {
      if (answers.size <= KEPT_ANSWERS && placesKept <= KEPT_PLACES) return
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
