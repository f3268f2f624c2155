import assert from 'node:assert/strict'
import type { Api, CallContext, Operation, Stream, Streams } from '#contracts/operation.ts'

/** What the gateway needs of a service: its contract, and how to call it. */
export type Door = {
  readonly name: string
  readonly api: Api
  /** `Calls` of that API. Loosely typed, because a list of doors has no one API. */
  readonly calls: object
  readonly streams?: Streams
}

export type Call = (input: unknown, context: CallContext) => Promise<unknown>

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** An operation with the address under which it is offered. */
export type RoutedOperation = {
  readonly service: string
  readonly name: string
  readonly operation: Operation
  readonly method: Method
  /** `/api/orders/:orderId` */
  readonly path: string
  readonly pathFields: readonly string[]
  readonly call: Call
}

/** A live stream, with the operation that gives its first event. */
export type RoutedStream = {
  readonly service: string
  readonly name: string
  readonly stream: Stream
  /** The snapshot, as if it stood at the stream's address. */
  readonly snapshot: RoutedOperation
}

/** All that is offered to clients, in the order of the contracts. */
export function routedOperations(doors: readonly Door[]): RoutedOperation[] {
  return doors.flatMap(door =>
    Object.entries(door.api).flatMap(([name, operation]) =>
      operation.route === undefined ? [] : [routed(door, name, operation.route)],
    ),
  )
}

export function routedStreams(doors: readonly Door[]): RoutedStream[] {
  return doors.flatMap(door =>
    Object.entries(door.streams ?? {}).map(([name, stream]) => ({
      service: door.name,
      name,
      stream,
      snapshot: routed(door, stream.snapshot, stream.route),
    })),
  )
}

/** Every address: an operation, with the stream that stands at the same one, or a stream alone. */
export function routesOf(doors: readonly Door[]): {
  readonly operations: readonly (readonly [RoutedOperation, RoutedStream | undefined])[]
  readonly streams: readonly RoutedStream[]
} {
  const streams = routedStreams(doors)
  const at = (routed: RoutedOperation) =>
    streams.find(({ stream }) => stream.route === `${routed.method} ${routed.path}`)
  const operations = routedOperations(doors).map(routed => [routed, at(routed)] as const)
  const shared = new Set(operations.map(([, stream]) => stream))
  return { operations, streams: streams.filter(stream => !shared.has(stream)) }
}

function routed(door: Door, name: string, route: string): RoutedOperation {
  const operation = door.api[name]
  const call = (door.calls as Readonly<Record<string, Call | undefined>>)[name]
  assert(operation !== undefined && call !== undefined, `${door.name} does not offer ${name}`)
  const [method = '', path = ''] = route.split(' ')
  const pathFields = [...path.matchAll(/:(\w+)/g)].map(([, field = '']) => field)
  for (const field of pathFields) {
    assert(field in operation.input.properties, `${route} names ${field}, ${name} does not`)
  }
  return { service: door.name, name, operation, method: method as Method, path, pathFields, call }
}

/** Whether fields that are not in the path stand in the query, and not in a body. */
export const readsQuery = ({ method }: Pick<RoutedOperation, 'method'>): boolean =>
  method === 'GET' || method === 'DELETE'
