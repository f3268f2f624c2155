import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { isRefusal, type Refusal, refuse } from '#contracts/problems.ts'
import type { LoadGuard } from '#platform/http/load-guard.ts'
import type { Translate } from '#platform/http/thrown-problem.ts'
import type { Doorkeeper, Entry, Need } from './doorkeeper.ts'
import { addressOf } from './request-context.ts'

type Deps = {
  readonly doorkeeper: Doorkeeper
  readonly load: Pick<LoadGuard, 'overloaded'>
  readonly translate: Translate
  readonly refuse: (request: FastifyRequest, reply: FastifyReply, refusal: Refusal) => void
}

const TRY_AGAIN = refuse('try_again')

/** Stands before everything else, so that whoever may not come in has no body read either. */
export function entryHook(deps: Deps, need: Need): onRequestHookHandler {
  const { doorkeeper, load, translate } = deps

  function settle(request: FastifyRequest, reply: FastifyReply, done: () => void, entry: Entry) {
    if (isRefusal(entry)) return deps.refuse(request, reply, entry)
    request.caller = entry
    done()
  }

  return (request, reply, done) => {
    request.enteredAtMs = performance.now()
    if (load.overloaded()) return deps.refuse(request, reply, TRY_AGAIN)
    const { authorization } = request.raw.headers
    const entry = doorkeeper(need, { authorization, address: addressOf(request) })
    if (!(entry instanceof Promise)) return settle(request, reply, done, entry)
    entry.then(
      found => settle(request, reply, done, found),
      (error: unknown) => deps.refuse(request, reply, translate(error, 'the gateway’s door')),
    )
  }
}
