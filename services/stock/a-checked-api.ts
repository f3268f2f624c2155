import assert from 'node:assert/strict'
import { Compile } from 'typebox/compile'
import type { Api, CallContext, Calls } from '#contracts/operation.ts'
import { isRefusal } from '#contracts/problems.ts'
import { faultsOf } from '#platform/rpc/rpc.ts'

type Call = (input: unknown, context: CallContext) => Promise<unknown>

/** For tests: the same calls, that fail where an answer is not what the contract says. */
export function checkedAnswers<A extends Api>(api: A, calls: Calls<A>): Calls<A> {
  const checked = Object.entries(api).map(([name, operation]) => {
    const valid = Compile(operation.output)
    const call = calls[name] as unknown as Call
    const checkedCall: Call = async (input, context) => {
      const answer = await call(input, context)
      if (isRefusal(answer)) {
        assert.ok(operation.refusals.includes(answer.refused), `${name}: ${answer.refused}`)
        return answer
      }
      const value: unknown = operation.text ? JSON.parse(String(answer)) : answer
      assert.deepEqual(faultsOf(valid.Errors(value)), [], name)
      return answer
    }
    return [name, checkedCall]
  })
  return Object.fromEntries(checked) as Calls<A>
}
