import { Compile } from 'typebox/compile'
import type { Api, CallContext, Calls, Operation } from '#contracts/operation.ts'
import { Problem } from '#contracts/problems.ts'

type Call = (input: unknown, context: CallContext) => Promise<unknown>

/** A call in the name of the shop itself. */
export const fromService: CallContext = { caller: null }

/**
 * Calls an implementation in this process, with the manners of the wire: what comes in is
 * validated, and with `copies` both ways are copied, so that nothing is shared. Tests copy;
 * production does not, because a copy costs more than all else in a hot read.
 */
export function local<A extends Api>(
  api: A,
  implementation: Calls<A>,
  { copies }: { readonly copies: boolean },
): Calls<A> {
  return mapOperations(api, (name, operation) => {
    const valid = Compile(operation.input)
    const call = implementation[name] as unknown as Call
    return async (input, context) => {
      if (!valid.Check(input)) {
        throw new Problem('invalid_request', { errors: faultsOf(valid.Errors(input)) })
      }
      if (!copies) return call(input, context)
      const answer = await call(structuredClone(input), structuredClone(context))
      return Buffer.isBuffer(answer) ? String(answer) : structuredClone(answer)
    }
  })
}

/** TypeBox's errors as the `errors` of a problem: a JSON pointer without its slash, a sentence. */
export function faultsOf(
  errors: Iterable<{ readonly instancePath: string; readonly message: string }>,
): { path: string; message: string }[] {
  return [...errors].slice(0, 20).map(({ instancePath, message }) => ({
    path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
    message,
  }))
}

function mapOperations<A extends Api>(
  api: A,
  make: (name: keyof A & string, operation: Operation) => Call,
): Calls<A> {
  const calls = Object.entries(api).map(([name, operation]) => [name, make(name, operation)])
  return Object.fromEntries(calls) as Calls<A>
}
