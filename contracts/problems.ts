/** What clients are told of a refusal; the code only where it is not the name in the table. */
export type ProblemKind = {
  readonly status: number
  readonly title: string
  readonly code?: string
}

/** Every refusal a client can see, in one table. On the wire: RFC 9457, `application/problem+json`. */
export const problems = {
  body_malformed: { status: 400, title: 'The body is not JSON.' },
  idempotency_key_required: {
    status: 400,
    title: 'This request needs an Idempotency-Key header of 1 to 128 printable characters.',
  },
  token_missing: { status: 401, title: 'This request needs an access token.' },
  token_invalid: { status: 401, title: 'The token is not valid.' },
  token_expired: { status: 401, title: 'The access token has expired. Refresh the session.' },
  credentials_invalid: { status: 401, title: 'The e-mail address or the password is wrong.' },
  forbidden: { status: 403, title: 'Your role does not allow this.' },
  email_unverified: { status: 403, title: 'Verify your e-mail address before you buy.' },
  drop_not_open: { status: 403, title: 'This drop has not opened yet.' },
  pass_required: { status: 403, title: 'Wait in the waiting room for a pass.' },
  pass_invalid: { status: 403, title: 'The pass is not valid, or no longer.' },
  not_found: { status: 404, title: 'There is nothing here.' },
  drop_unknown: { status: 404, title: 'There is no such drop.' },
  method_not_allowed: { status: 405, title: 'This address does not answer that method.' },
  illegal_transition: { status: 409, title: 'This cannot be done in the present state.' },
  idempotency_conflict: {
    status: 409,
    title: 'This Idempotency-Key was used for another request.',
  },
  sold_out: { status: 409, title: 'Sold out.' },
  limit_exceeded: { status: 409, title: 'You have reached the limit per member.' },
  drop_paused: { status: 409, title: 'This drop is paused.' },
  /** With `skuIds`, as `sold_out` has them: the lines that are to be taken out. */
  gone: { status: 409, title: 'This is not, or no longer, for sale: leave it out.' },
  /** With `seenTotal` as it was asked, and the `total` of now. */
  price_changed: { status: 409, title: 'The price has changed. Nothing is held.' },
  drop_only: { status: 409, title: 'This is sold by drops only.' },
  drop_already_open: { status: 409, title: 'This drop has already opened.' },
  stock_insufficient: { status: 409, title: 'There are not that many units.' },
  units_available: { status: 409, title: 'Units are free and nobody waits: take one.' },
  reservation_pinned: { status: 409, title: 'A payment for this reservation is in flight.' },
  reservation_ended: { status: 409, title: 'This reservation has ended.' },
  reservation_expired: { status: 409, title: 'This reservation has expired.' },
  payment_in_flight: { status: 409, title: 'Another payment for this order is in flight.' },
  order_not_payable: { status: 409, title: 'This order cannot be paid.' },
  order_not_cancellable: { status: 409, title: 'This order can no longer be cancelled.' },
  return_window_closed: { status: 409, title: 'The time for returns is over.' },
  return_exceeds_order: { status: 409, title: 'That is more than was bought.' },
  refund_exceeds_capture: { status: 409, title: 'That is more than was captured.' },
  category_in_use: { status: 409, title: 'This category still has products or categories in it.' },
  drop_ended: { status: 410, title: 'This drop has ended.' },
  body_too_large: { status: 413, title: 'The body is too large.' },
  media_type_unsupported: { status: 415, title: 'Send JSON, as application/json.' },
  /** On the wire a `token_invalid` too, but no 401: nobody is asked to log in again. */
  reset_token_invalid: {
    status: 422,
    title: 'The link is wrong, was used, or has expired.',
    code: 'token_invalid',
  },
  invalid_request: { status: 422, title: 'Some fields are not right.' },
  code_invalid: { status: 422, title: 'The code is wrong or has expired.' },
  headers_too_large: { status: 431, title: 'The headers are too large.' },
  too_many_attempts: { status: 429, title: 'Too many attempts. Try again later.' },
  rate_limited: { status: 429, title: 'Too many requests. Try again in a moment.' },
  internal: { status: 500, title: 'Something broke on our side.' },
  try_again: { status: 503, title: 'Not possible at this moment. Try again.' },
} as const satisfies Record<string, ProblemKind>

export type ProblemCode = keyof typeof problems

/** What a refusal tells beyond its code: members of the problem document, such as `opensAtMs`. */
export type ProblemDetails = Readonly<Record<string, unknown>>

/** An answer that refuses. A value, not an exception: a sold-out drop is no accident. */
export type Refusal<Code extends ProblemCode = ProblemCode> = {
  readonly refused: Code
  readonly details?: ProblemDetails
}

export function refuse<const Code extends ProblemCode>(
  refused: Code,
  details?: ProblemDetails,
): Refusal<Code> {
  return details === undefined ? { refused } : { refused, details }
}

/** The refusal of one field; its path is written as `items.0.skuId`. */
export function refuseField(path: string, message: string): Refusal<'invalid_request'> {
  return refuse('invalid_request', { errors: [{ path, message }] })
}

export function isRefusal(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer
}

/** A refusal at the door, thrown where no answer of the operation's own exists. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly status: number
  readonly details: ProblemDetails | undefined

  constructor(code: ProblemCode, details?: ProblemDetails, options?: ErrorOptions) {
    super(problems[code].title, options)
    this.name = 'Problem'
    this.code = code
    this.status = problems[code].status
    this.details = details
  }
}
