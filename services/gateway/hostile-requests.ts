/** A request that no honest client sends. */
export type HostileRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** As it goes over the wire. */
  readonly body?: string
}

type Schema = {
  readonly type?: unknown
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly minimum?: number
  readonly minLength?: number
  readonly minItems?: number
}

type Operation = {
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly schema: Schema
  }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
}

export type Description = { readonly paths: Readonly<Record<string, Record<string, Operation>>> }

/** What has broken somebody's server once: each is sent in the place of every field. */
const values: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53,
  0.1,
  '',
  ' ',
  'null',
  '\u0000',
  '\ud800',
  '\u202e한글',
  "' OR 1=1 --",
  '"; drop table member; --',
  '%s%n{{7*7}}',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  'a'.repeat(10_000),
  [],
  [[[[]]]],
  {},
  { $gt: '' },
  { toString: 1, valueOf: null, length: -1 },
]

const bodies: readonly string[] = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '['.repeat(20_000) + ']'.repeat(20_000),
  '\u0000',
]

/**
 * Hostile requests for every operation of an OpenAPI description: each field in turn with each
 * value that is wrong, each body that is none, fields too many. For a test that finds no answer of
 * 500 and no word of what stands behind.
 */
export function* hostileRequests(
  { paths }: Description,
  headers: Readonly<Record<string, string>> = {},
): Generator<HostileRequest> {
  for (const [template, methods] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      yield* requestsFor(method.toUpperCase(), template, operation, headers)
    }
  }
}

function* requestsFor(
  method: string,
  template: string,
  operation: Operation,
  headers: Readonly<Record<string, string>>,
): Generator<HostileRequest> {
  const parameters = operation.parameters ?? []
  const goodPath = fill(template, parameters, null)
  const schema = operation.requestBody?.content['application/json']?.schema
  const keyed = { 'idempotency-key': 'hostile', ...headers }
  const typed = { 'content-type': 'application/json', ...keyed }

  for (const value of values) {
    const text = encodeURIComponent(wireText(value))
    for (const { name, in: place } of parameters) {
      if (place === 'path') {
        yield { method, path: fill(template, parameters, { name, text }), headers: keyed }
      }
      if (place === 'query') {
        yield { method, path: `${goodPath}?${name}=${text}`, headers: keyed }
        yield { method, path: `${goodPath}?${name}[]=${text}&${name}=1`, headers: keyed }
      }
    }
    yield { method, path: `${goodPath}?surplus=${text}`, headers: keyed }
    yield { method, path: goodPath, headers: { ...keyed, authorization: `Bearer ${text}` } }
    if (schema === undefined) continue
    const good = goodValue(schema) as Record<string, unknown>
    for (const field of [...Object.keys(schema.properties ?? {}), 'surplus']) {
      const body = JSON.stringify({ ...good, [field]: value })
      yield { method, path: goodPath, headers: typed, body }
    }
  }
  if (method === 'GET') return
  for (const body of bodies) yield { method, path: goodPath, headers: typed, body }
}

/** A text that a URL can hold; half a character cannot be written there at all. */
function wireText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.toWellFormed().slice(0, 4_000)
}

function fill(
  template: string,
  parameters: NonNullable<Operation['parameters']>,
  hostile: { readonly name: string; readonly text: string } | null,
): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (hostile?.name === name) return hostile.text
    const schema = parameters.find(parameter => parameter.name === name)?.schema ?? {}
    return String(goodValue(schema))
  })
}

/** Something that the schema may well take, so that the one hostile field is looked at. */
function goodValue(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.anyOf !== undefined) return goodValue(schema.anyOf[0] ?? {})
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, field]) => [name, goodValue(field)]),
      )
    case 'array':
      return [goodValue(schema.items ?? {})]
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1)
    case 'boolean':
      return true
    default:
      return goodText(schema)
  }
}

function goodText({ pattern, minLength }: Schema): string {
  const texts = [
    '0190a0a0-0000-7000-8000-000000000001',
    'kim@example.com',
    'KRW',
    '123456',
    '010-1234-5678',
    '/images/ink.svg',
    'a-text-of-any-kind-0123456789',
  ]
  const fitting = texts.find(text => pattern === undefined || new RegExp(pattern).test(text))
  return (fitting ?? '').padEnd(minLength ?? 0, 'a')
}
