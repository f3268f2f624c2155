export type BreakOff = {
  /** From now on nothing is waited for: what is, and what will be, rejects with the first reason. */
  breakOff(reason: unknown): void
  /** Ends as the work does, or when it is broken off. One is waited for at a time. */
  orBrokenOff<Value>(work: Promise<Value>): Promise<Value>
}

/**
 * For a loop that waits for one thing after the other, until something breaks. `Promise.race` with
 * a promise that lives as long as the loop would keep what each of its rounds gave for as long.
 *
 * @see https://github.com/nodejs/node/issues/17469
 */
export function breakOff(): BreakOff {
  let broken: { readonly reason: unknown } | undefined
  let onBreak = (_reason: unknown): void => undefined
  return {
    breakOff(reason) {
      if (broken !== undefined) return
      broken = { reason }
      onBreak(reason)
    },
    orBrokenOff<Value>(work: Promise<Value>) {
      const { promise, resolve, reject } = Promise.withResolvers<Value>()
      onBreak = reject
      if (broken !== undefined) reject(broken.reason)
      work.then(resolve, reject)
      return promise
    },
  }
}
