import assert from 'node:assert/strict'
import type { Api, CallContext, Calls } from '#contracts/operation.ts'

type Call = (input: unknown, context: CallContext) => Promise<unknown>

/** Calls that can be handed out before there is what they call: services ask each other in circles. */
export type LateCalls<A extends Api> = {
  readonly calls: Calls<A>
  readonly bind: (calls: Calls<A>) => void
}

export function lateCalls<A extends Api>(api: A): LateCalls<A> {
  let bound: Readonly<Record<string, Call>> | undefined
  const late = Object.keys(api).map(name => {
    const call: Call = (input, context) => {
      const now = bound?.[name]
      assert(now !== undefined, `${name} was called before the shop stood`)
      return now(input, context)
    }
    return [name, call]
  })
  return {
    calls: Object.fromEntries(late) as Calls<A>,
    bind: calls => {
      bound = calls as unknown as Readonly<Record<string, Call>>
    },
  }
}
