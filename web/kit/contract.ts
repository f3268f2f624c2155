import type { Static } from 'typebox'
import type { Operation } from '#contracts/operation.ts'
import type { ProblemCode } from '#contracts/problems.ts'
import type { apis, streams } from '#web/shop-contracts.ts'

/** Only the types of the contracts are here; nothing of them is sent to a browser. */
type Apis = typeof apis
type Streams = typeof streams

/** `'stock.readDrop'`: every operation. That it has an address is seen by a test. */
export type OperationName = {
  [Service in keyof Apis & string]: `${Service}.${keyof Apis[Service] & string}`
}[keyof Apis & string]

type OperationOf<Name extends OperationName> = Name extends `${infer Service}.${infer Own}`
  ? Service extends keyof Apis
    ? Own extends keyof Apis[Service]
      ? Apis[Service][Own] extends Operation
        ? Apis[Service][Own]
        : never
      : never
    : never
  : never

export type Input<Name extends OperationName> = Static<OperationOf<Name>['input']>
export type Output<Name extends OperationName> = Static<OperationOf<Name>['output']>

/** What any call may be refused with, whatever it is about. */
type CommonCode =
  | 'token_missing'
  | 'token_invalid'
  | 'token_expired'
  | 'forbidden'
  | 'email_unverified'
  | 'not_found'
  | 'invalid_request'
  | 'rate_limited'
  | 'try_again'
  | 'internal'
  /** No answer came: the network is gone, or the shop. */
  | 'unreachable'

export type Code<Name extends OperationName> =
  | (OperationOf<Name>['refusals'][number] & ProblemCode)
  | CommonCode

/** `'stock.drop'`: every live stream. */
export type StreamName = {
  [Service in keyof Streams & string]: `${Service}.${keyof Streams[Service] & string}`
}[keyof Streams & string]

/** What a stream tells: what its snapshot answers. */
export type Told<Name extends StreamName> = Name extends `${infer Service}.${infer Own}`
  ? Service extends keyof Streams & keyof Apis
    ? Own extends keyof Streams[Service]
      ? Streams[Service][Own] extends { readonly snapshot: infer Snapshot }
        ? Snapshot extends keyof Apis[Service]
          ? Apis[Service][Snapshot] extends Operation
            ? Static<Apis[Service][Snapshot]['output']>
            : never
          : never
        : never
      : never
    : never
  : never
