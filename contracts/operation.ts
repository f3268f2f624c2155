import type { Static, TObject, TSchema } from 'typebox'
import type { ProblemCode, Refusal } from './problems.ts'

/**
 * Who may call. `verified` is a member whose e-mail address is verified; `merchant` includes
 * admins; `service` is another part of the shop, never somebody outside.
 */
export type Access = 'anyone' | 'member' | 'verified' | 'merchant' | 'admin' | 'service'

/** `GET /api/orders/:orderId`: the address under which the gateway offers an operation. */
export type Route = `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`

/**
 * One thing a service can be asked to do. `input` is flat: the fields that the route names as
 * `:field` come from the path, the others from the query of a GET or DELETE, else from the body.
 */
export type Operation<
  Input extends TObject = TObject,
  Output extends TSchema = TSchema,
  Code extends ProblemCode = ProblemCode,
  Text extends boolean | 'bytes' = boolean | 'bytes',
> = {
  readonly summary: string
  readonly access: Access
  /** Without a route, only other services can call it. */
  readonly route?: Route
  /** The status of success: 200 unless told, 204 where there is nothing to say. */
  readonly status?: 200 | 201 | 202 | 204
  readonly input: Input
  readonly output: Output
  readonly refusals: readonly Code[]
  /** An `Idempotency-Key` must come along, or, where it is `optional`, may. */
  readonly keyed?: true | 'optional'
  /**
   * The answer is JSON text that was stored, or made where it is cheap; it is sent as it is. Where
   * many get the same one, it may be the `bytes` of the text.
   */
  readonly text?: Text
  /**
   * Bytes of a picture. Who `takes` one has `content` in its input, as base64; a client may send
   * the bytes themselves instead, or a form with a file. What is given (`gives`: `type`, `etag` and
   * `content` as base64) goes out as the bytes, and never changes under its address.
   */
  readonly picture?: 'takes' | 'gives'
  /**
   * The body is taken as the text that was sent, whatever it is, in the field `body`; and this
   * header of the request, where it came, in the field `signature`, because that is over the bytes.
   */
  readonly signedBody?: string
  /** A privileged act whose service writes it into the audit log, in the transaction of the act. */
  readonly auditedByService?: true
  /**
   * Where members cannot be asked who is a merchant today, the token is believed: it is asked just
   * then, changes nothing, and tells nothing of anybody.
   */
  readonly believesToken?: true
}

/** A picture that is sent may have so many bytes. */
export const MAX_PICTURE_BYTES = 5 * 1_024 * 1_024

export type Api = Readonly<Record<string, Operation>>

export function operation<
  Input extends TObject,
  Output extends TSchema,
  const Code extends ProblemCode = never,
  const Text extends boolean | 'bytes' = false,
>(
  definition: Omit<Operation<Input, Output, Code, Text>, 'refusals'> & {
    readonly refusals?: readonly Code[]
  },
): Operation<Input, Output, NoInfer<Code>, NoInfer<Text>> {
  return { ...definition, refusals: definition.refusals ?? [] }
}

/**
 * A live stream (SSE): what `snapshot` answers comes first, then what is published on the topic.
 * With the route of its snapshot it is for those who ask by `Accept: text/event-stream`.
 */
export type Stream = {
  readonly summary: string
  readonly route: `GET /${string}`
  readonly access: Access
  readonly event: string
  /** The operation of the same API that gives the present state, called with the path's fields. */
  readonly snapshot: string
  /**
   * The live topic: the name with the path's field behind it, `drop:0190…`. Beside the path's
   * fields it is told the `memberId` of who asks, for what is each member's own.
   */
  readonly topic: (input: Readonly<Record<string, string>>) => string
}

export type Streams = Readonly<Record<string, Stream>>

export type Role = 'member' | 'merchant' | 'admin'

/** The member on whose behalf a call is made, as the verified access token tells. */
export type Caller = {
  readonly memberId: string
  readonly roles: readonly Role[]
  readonly emailVerified: boolean
  readonly sessionId: string
}

/** What comes along with a call. Without a caller it is a visitor, or a service for itself. */
export type CallContext = {
  readonly caller: Caller | null
  readonly idempotencyKey?: string
  readonly pass?: string
  /** The address of the client, for limits by address; never from a header of the client's. */
  readonly address?: string
  readonly userAgent?: string
  /** What is traced that this belongs to: a `traceparent` of W3C Trace Context. */
  readonly trace?: string
  /** The refresh cookie, for the session calls only. */
  readonly refreshToken?: string
  /**
   * Until when, by the shop's time, whoever asks from another process waits; then somebody else is
   * asked the same. What a refusal elsewhere would make untrue is not to be done later.
   */
  readonly untilMs?: number
}

/** The API as plain functions. A service implements it; a caller receives it. */
export type Calls<A extends Api> = {
  readonly [Name in keyof A]: (
    input: Static<A[Name]['input']>,
    context: CallContext,
  ) => Promise<AnswerOf<A[Name]> | Refusal<A[Name]['refusals'][number]>>
}

/** What an operation gives where it does not refuse: the output, or its JSON text. */
export type AnswerOf<O extends Operation> = [O['text']] extends [true | undefined]
  ? string
  : [O['text']] extends ['bytes' | undefined]
    ? JsonText
    : Static<O['output']>

/** JSON as text, or as the bytes of it in UTF-8; `String(it)` is the text of both. */
export type JsonText = string | Buffer
