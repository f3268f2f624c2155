import type { PaymentsDeps } from './payments-deps.ts'

/** A place between two steps: right before a call is made, or right after its effect. */
export type BreakPoint = {
  readonly call:
    | `stock.${'pin' | 'unpin'}`
    | `provider.${'capture' | 'refund'}`
    | `write.${keyof PaymentsDeps['database']['write']}`
  readonly at: 'before' | 'after'
}

type Call = (...values: readonly unknown[]) => Promise<unknown>

/**
 * The dependencies of a process that stops at a break point and goes no further, as one that is
 * killed there; or, when told to go on, one that was only very slow.
 */
export function interruptedAt(deps: PaymentsDeps, { call, at }: BreakPoint) {
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()

  const broken =
    (original: Call): Call =>
    async (...values) => {
      if (at === 'before') {
        reached.resolve()
        await gate.promise
        return original(...values)
      }
      const answer = await original(...values)
      reached.resolve()
      await gate.promise
      return answer
    }

  function breaking<Part extends object>(name: string, part: Part): Part {
    return new Proxy(part, {
      get(original, key) {
        const value: unknown = Reflect.get(original, key)
        return `${name}.${String(key)}` === call ? broken(value as Call) : value
      },
    })
  }

  const database = { ...deps.database, write: breaking('write', deps.database.write) }
  const stock = breaking('stock', deps.stock)
  const provider = breaking('provider', deps.provider)
  return {
    deps: { ...deps, database, stock, provider },
    reached: reached.promise,
    goOn: () => gate.resolve(),
  }
}
