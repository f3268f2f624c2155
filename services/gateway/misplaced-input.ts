import type { IncomingHttpHeaders } from 'node:http'
import { type RoutedOperation, readsQuery } from './door.ts'
import type { InputFault } from './input-faults.ts'

/** What of a request an operation may have no use for. */
type Sent = {
  readonly query: unknown
  readonly body: unknown
  readonly headers?: IncomingHttpHeaders
}

const nothing: readonly InputFault[] = []
const unreadBody: readonly InputFault[] = [{ path: 'body', message: 'is not read here' }]
const EMPTY_OBJECT_BYTES = '{}'.length

/**
 * Tells of what stands where the operation does not look: fields in the query of a call that has a
 * body, or a body beside a query. Who sends it means something by it, and would think it heard: a
 * password with an erasure, say. Nothing at all and `{}` are no input.
 */
export function misplacedInput(routed: RoutedOperation): (sent: Sent) => readonly InputFault[] {
  // A provider calls the address that it was given, with whatever its console adds to it.
  if (routed.operation.signedBody !== undefined) return () => nothing
  if (!readsQuery(routed)) return ({ query }) => unknownFields(query)
  if (routed.method === 'GET') return ({ headers }) => (carriesBody(headers) ? unreadBody : nothing)
  return ({ body }) => {
    if (body === undefined) return nothing
    return isObject(body) ? unknownFields(body) : unreadBody
  }
}

/** Looks before it lists: on the hot path there is nothing, and nothing is made. */
function unknownFields(values: unknown): readonly InputFault[] {
  for (const _ in values as object) {
    const fields = Object.keys(values as object)
    return fields.map(path => ({ path, message: 'is not known here' }))
  }
  return nothing
}

/** Whether a GET brings more than `{}`: what it brings is never parsed. */
function carriesBody(headers: IncomingHttpHeaders = {}): boolean {
  if (headers['transfer-encoding'] !== undefined) return true
  const length = headers['content-length']
  return length !== undefined && Number(length) > EMPTY_OBJECT_BYTES
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
