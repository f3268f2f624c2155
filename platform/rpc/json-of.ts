import type { JsonText, Operation } from '#contracts/operation.ts'

/** What an operation answers, as JSON. */
export const jsonOf = (operation: Pick<Operation, 'text'>, answer: unknown): JsonText =>
  operation.text && (typeof answer === 'string' || Buffer.isBuffer(answer))
    ? answer
    : (JSON.stringify(answer) ?? 'null')
