/** An answer that refuses, as the shop or the network gave it. */
export type Refusal<Code extends string = string> = {
  readonly refused: Code
  /** 0 where no answer came. */
  readonly status: number
  /** What the problem tells beyond its code: `opensAtMs`, `skuIds`, `retryAfterSeconds` … */
  readonly details: Readonly<Record<string, unknown>>
}

export function isRefusal<Answer>(
  answer: Answer | Refusal,
): answer is Extract<Answer | Refusal, Refusal> {
  return typeof answer === 'object' && answer !== null && 'refused' in answer
}

/** No answer, or none that says anything: the same key is asked again. */
const saysNothing = new Set(['unreachable', 'try_again', 'internal', 'rate_limited'])

/**
 * Whether an act that happens once has its outcome. Without one its key is kept, so that the next
 * press asks for the same: nobody knows yet whether it was done, or nobody has looked at it.
 */
export const isDecided = (answer: unknown): boolean =>
  !isRefusal(answer) || !(saysNothing.has(answer.refused) || answer.status === 401)

/** A refusal where an answer was needed: thrown for TanStack Query, which tells it as `error`. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`refused: ${refusal.refused}`)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** What was refused; of any other error, that something broke. */
export const refusalOf = (error: unknown): Refusal =>
  error instanceof Refused ? error.refusal : { refused: 'internal', status: 0, details: {} }

export const codeOf = (error: unknown): string => refusalOf(error).refused

/** What is wrong with the fields of a form, by the path of each. */
export function fieldFaults({ details }: Refusal): Readonly<Record<string, string>> {
  const errors = Array.isArray(details.errors) ? (details.errors as FieldError[]) : []
  return Object.fromEntries(errors.map(({ path, message }) => [path, message]))
}

type FieldError = { readonly path: string; readonly message: string }
