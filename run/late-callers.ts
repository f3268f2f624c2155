import assert from 'node:assert/strict'
import type { Api, CallContext, Calls } from '#contracts/operation.ts'
import { local } from '#platform/rpc/rpc.ts'
import type { Service } from '#platform/service.ts'

type Apis = Readonly<Record<string, Api>>
type Call = (input: unknown, context: CallContext) => Promise<unknown>

/** The services of a shop, by their names. */
export type ServicesOf<A extends Apis> = { readonly [Name in keyof A]: Service<A[Name]> }

/** How each of them is asked. */
export type CallersOf<A extends Apis> = { readonly [Name in keyof A]: Calls<A[Name]> }

/**
 * Callers that can be handed out before there is what they call: services ask each other in
 * circles. Binding tells whom they call, once all stand.
 */
export function lateCallers<A extends Apis>(
  apis: A,
): {
  callers: CallersOf<A>
  /** To a service of this process. */
  bindLocal: (service: Service, manners: { readonly copies: boolean }) => void
  /** To one in other processes. */
  bindRemote: (service: keyof A & string, calls: Calls<Api>) => void
} {
  const bound = new Map<string, Readonly<Record<string, Call>>>()

  const callersOf = (service: string, api: Api) =>
    Object.keys(api).map(operation => {
      const call: Call = (input, context) => {
        const now = bound.get(service)?.[operation]
        assert(now !== undefined, `${service}.${operation} was called before the shop stood`)
        return now(input, context)
      }
      return [operation, call]
    })
  const callers = Object.entries(apis).map(([name, api]) => [
    name,
    Object.fromEntries(callersOf(name, api)),
  ])

  return {
    callers: Object.fromEntries(callers) as CallersOf<A>,
    bindLocal({ name, api, calls }, manners) {
      bound.set(name, local(api, calls, manners) as unknown as Readonly<Record<string, Call>>)
    },
    bindRemote(service, calls) {
      bound.set(service, calls as unknown as Readonly<Record<string, Call>>)
    },
  }
}
