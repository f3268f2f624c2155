import { STATUS_CODES } from 'node:http'
import { type ProblemCode, type ProblemKind, problems } from '#contracts/problems.ts'
import { type RoutedOperation, type RoutedStream, readsQuery } from './door.ts'
import { needOf } from './need.ts'
import { exampleOf } from './schema-example.ts'

export type Json = { readonly [name: string]: unknown }

export const eventStream: Json = { 'text/event-stream': { schema: { type: 'string' } } }

/** The bytes themselves. */
const PICTURE: Json = { 'image/*': {} }

/** As whoever sends it makes it. */
const ANY_BODY: Json = { 'application/json': { schema: { type: 'object' }, example: {} } }

/** One operation of a contract as an Operation Object of OpenAPI 3.1, with the stream beside it. */
export function operationObject(routed: RoutedOperation, beside?: RoutedStream): Json {
  const { operation, name, service, pathFields } = routed
  const otherFields = Object.keys(operation.input.properties).filter(
    field => !pathFields.includes(field),
  )
  const parameters = [
    ...pathFields.map(field => pathFieldParameter(routed, field)),
    ...(readsQuery(routed) ? otherFields.map(field => queryParameter(routed, field)) : []),
    ...headerParameters(routed),
  ]
  return {
    operationId: name,
    summary: operation.summary,
    ...(beside && {
      description: `With \`Accept: text/event-stream\`: ${beside.stream.summary}, as server-sent events (\`${beside.stream.event}\`).`,
    }),
    tags: [service],
    security: security(routed),
    ...(parameters.length > 0 && { parameters }),
    ...(!readsQuery(routed) &&
      otherFields.length > 0 && { requestBody: requestBody(routed, otherFields) }),
    responses: { ...success(routed, beside), ...problemResponses(routed) },
  }
}

export function pathFieldParameter({ operation }: RoutedOperation, field: string): Json {
  return { name: field, in: 'path', required: true, schema: operation.input.properties[field] }
}

function queryParameter({ operation }: RoutedOperation, field: string): Json {
  return {
    name: field,
    in: 'query',
    required: isRequired(operation.input, field),
    schema: operation.input.properties[field],
  }
}

function isRequired(schema: { readonly required?: readonly string[] }, field: string): boolean {
  return schema.required?.includes(field) ?? false
}

function headerParameters({ operation }: RoutedOperation): Json[] {
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: operation.keyed === true,
    description:
      'The member’s own. Repeating it gives the accepted answer again, for 30 days at least.',
    schema: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      pattern: '^[\\x20-\\x7e]*\\S[\\x20-\\x7e]*$',
    },
  }
  const pass = {
    name: 'Pass',
    in: 'header',
    description: 'Of the waiting room, where one stands before the drop.',
    schema: { type: 'string' },
  }
  const { signedBody } = operation
  const signature = { name: signedBody, in: 'header', schema: { type: 'string' } }
  return [
    ...(signedBody === undefined ? [] : [signature]),
    ...(operation.keyed ? [key] : []),
    ...(operation.refusals.includes('pass_required') ? [pass] : []),
  ]
}

function requestBody({ operation }: RoutedOperation, fields: readonly string[]): Json {
  if (operation.signedBody !== undefined) return { required: true, content: ANY_BODY }
  const { properties } = operation.input
  const required = fields.filter(field => isRequired(operation.input, field))
  const schema = {
    type: 'object',
    properties: Object.fromEntries(fields.map(field => [field, properties[field]])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  }
  const example = exampleOf(schema, 'input')
  const json = { 'application/json': { schema, example } }
  const content = { ...json, ...(operation.picture === 'takes' && PICTURE) }
  return { required: required.length > 0, content }
}

function security(routed: RoutedOperation): readonly Json[] {
  const { access, knowsMembers } = needOf(routed)
  if (!knowsMembers) return [{}]
  return access === 'anyone' ? [{}, { accessToken: [] }] : [{ accessToken: [] }]
}

function success({ operation }: RoutedOperation, beside?: RoutedStream): Json {
  const status = operation.status ?? 200
  const description = STATUS_CODES[status] ?? ''
  if (status === 204) return { [status]: { description } }
  if (operation.picture === 'gives') return { [status]: { description, content: PICTURE } }
  const example = exampleOf(operation.output, 'output')
  const json = { 'application/json': { schema: operation.output, example } }
  return { [status]: { description, content: { ...json, ...(beside && eventStream) } } }
}

/** The refusals of an operation, its own and the door's, by status. */
export function problemResponses(routed: RoutedOperation): Json {
  const codes = [...new Set([...routed.operation.refusals, ...codesAtTheDoor(routed)])]
  const byStatus = Map.groupBy(codes, code => problems[code].status)
  const responses = [...byStatus].map(([status, ofStatus]) => [status, problemResponse(ofStatus)])
  return Object.fromEntries(responses) as Json
}

function codesAtTheDoor(routed: RoutedOperation): ProblemCode[] {
  const { operation, pathFields } = routed
  const { access, knowsMembers } = needOf(routed)
  const codes: ProblemCode[] = ['invalid_request', 'rate_limited', 'internal', 'try_again']
  if (knowsMembers) codes.push('token_invalid', 'token_expired')
  if (access !== 'anyone') codes.push('token_missing')
  if (access === 'verified') codes.push('email_unverified')
  if (access === 'merchant' || access === 'admin') codes.push('forbidden')
  if (operation.keyed !== undefined) codes.push('idempotency_key_required')
  if (!readsQuery(routed)) codes.push('body_malformed', 'body_too_large', 'media_type_unsupported')
  if (pathFields.length > 0 && !operation.refusals.includes('drop_unknown')) codes.push('not_found')
  return codes
}

export function problemResponse(codes: readonly ProblemCode[]): Json {
  const [first = 'internal'] = codes
  const { status } = problems[first]
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { code: { enum: [...new Set(codes.map(wordOf))].sort() } } },
    ],
  }
  const retryAfter = { 'Retry-After': { description: 'Seconds.', schema: { type: 'integer' } } }
  return {
    description: codes.map(code => `\`${code}\`: ${problems[code].title}`).join(' '),
    ...((status === 429 || status === 503) && { headers: retryAfter }),
    content: { 'application/problem+json': { schema } },
  }
}

function wordOf(code: ProblemCode): string {
  const kind: ProblemKind = problems[code]
  return kind.code ?? code
}
