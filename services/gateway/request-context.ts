import type { FastifyRequest } from 'fastify'
import type { CallContext, Caller, Operation } from '#contracts/operation.ts'
import { Problem } from '#contracts/problems.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls, once the doorkeeper knows; null is a visitor. */
    caller: Caller | null
    /** When it came in, by `performance.now()`. */
    enteredAtMs: number
  }
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

/** Printable ASCII. Never blank, because Node has cut off the spaces around it. */
const KEY = /^[\x20-\x7e]{1,128}$/

/** What comes along with a call: nothing that a client can say of itself but key and pass. */
export function requestContext(
  request: FastifyRequest,
  keyed: Operation['keyed'] = undefined,
): CallContext {
  const { headers } = request.raw
  const context: Writable<CallContext> = { caller: request.caller, address: addressOf(request) }
  const key = headers['idempotency-key']
  if (keyed === true || (keyed === 'optional' && key !== undefined)) {
    if (typeof key !== 'string' || !KEY.test(key) || isTwoKeys(request, key)) {
      throw new Problem('idempotency_key_required')
    }
    context.idempotencyKey = key
    if (typeof headers.pass === 'string') context.pass = headers.pass
  }
  return context
}

/** Node makes one text of headers that came twice; what that is, only all of them tell. */
function isTwoKeys({ raw }: FastifyRequest, key: string): boolean {
  return key.includes(', ') && (raw.headersDistinct['idempotency-key']?.length ?? 0) > 1
}

/** The client's address; empty where it has gone already, which Fastify's type does not know. */
export function addressOf(request: FastifyRequest): string {
  const address: string | undefined = request.ip
  return address ?? ''
}
