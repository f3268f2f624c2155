import { problems } from '#contracts/problems.ts'
import { type Door, type RoutedStream, routesOf } from './door.ts'
import {
  eventStream,
  type Json,
  operationObject,
  pathFieldParameter,
  problemResponse,
  problemResponses,
} from './openapi-operation.ts'

type Paths = Record<string, Record<string, Json>>

/**
 * The description of all that is offered, OpenAPI 3.1, made from the contracts, so that it cannot
 * say something else than what is done.
 */
export function openApiDocument(
  doors: readonly Door[],
  { mailbox }: { readonly mailbox: boolean },
) {
  const paths: Paths = {}
  const put = (path: string, method: string, operation: Json) => {
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation }
  }
  const { operations, streams } = routesOf(doors)
  for (const [routed, stream] of operations) {
    put(routed.path, routed.method, operationObject(routed, stream))
  }
  for (const routed of streams) put(routed.snapshot.path, 'GET', streamObject(routed))
  for (const [path, operation] of Object.entries(besideTheContracts(mailbox))) {
    put(path, 'GET', operation)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Firstcome',
      version: '1',
      summary: 'Commerce for the moment when far more people want a thing than there are things.',
      description: MANNERS,
    },
    servers: [{ url: '/' }],
    tags: doors.map(({ name }) => ({ name })),
    paths,
    components: { schemas: { Problem: problemSchema() }, securitySchemes },
  }
}

const MANNERS = [
  'JSON in camelCase. Instants are milliseconds since 1970, UTC, in `…AtMs`; money is',
  '`{amountMinor, currency}`, an integer of the smallest unit. Lists are `{items, nextCursor}`.',
  'Fields that are not named here are refused. Refusals are `application/problem+json`',
  '(RFC 9457) with a stable `code`; all of them stand at [/docs/problems](/docs/problems).',
].join(' ')

const securitySchemes = {
  accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
}

function problemSchema(): Json {
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: { type: 'string', format: 'uri-reference' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string', enum: Object.keys(problems) },
      detail: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['path', 'message'],
          properties: { path: { type: 'string' }, message: { type: 'string' } },
        },
      },
    },
  }
}

function streamObject({ service, name, stream, snapshot }: RoutedStream): Json {
  const { operation } = snapshot
  return {
    operationId: `follow${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    summary: stream.summary,
    description: `Server-sent events. Each \`${stream.event}\` carries: ${snapshot.operation.summary}.`,
    tags: [service],
    security: stream.access === 'anyone' ? [{}, { accessToken: [] }] : [{ accessToken: [] }],
    parameters: snapshot.pathFields.map(field => pathFieldParameter(snapshot, field)),
    responses: {
      200: {
        description: 'The present state at once, then each change.',
        content: eventStream,
      },
      ...problemResponses({ ...snapshot, operation: { ...operation, access: stream.access } }),
    },
  }
}

/** What no service offers, but the gateway itself. */
function besideTheContracts(mailbox: boolean): Record<string, Json> {
  const gives = (operationId: string, summary: string, schema: Json): Json => ({
    operationId,
    summary,
    tags: ['gateway'],
    security: [{}],
    responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
  })
  const object = { type: 'object' }
  const isReady = gives('isReady', 'Whether this process takes requests', object)
  return {
    '/healthz': gives('isAlive', 'Whether this process lives', object),
    '/readyz': {
      ...isReady,
      responses: { ...(isReady.responses as Json), 503: problemResponse(['try_again']) },
    },
    '/.well-known/jwks.json': gives('readKeys', 'The keys that sign tokens and ledgers', object),
    '/openapi.json': gives('readDescription', 'This description', object),
    ...(mailbox && {
      '/dev/mailbox': {
        ...gives('readDevelopmentMailbox', 'All mail, where no mail server is configured', object),
        parameters: [{ name: 'to', in: 'query', schema: { type: 'string', maxLength: 254 } }],
      },
    }),
  }
}
