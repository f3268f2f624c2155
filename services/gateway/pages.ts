import { createReadStream, type ReadStream } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { securityHeaders } from '#platform/http/http-answers.ts'
import { entryHook } from './entry-hook.ts'
import type { GatewayDeps } from './gateway-deps.ts'
import { addMailbox } from './mailbox-route.ts'
import { openApiDocument } from './openapi.ts'
import type { Machinery } from './operation-routes.ts'
import { problemsPage } from './problems-page.ts'
import { routeAnswers } from './route-answers.ts'
import type { WebPages } from './web-pages.ts'

type Page = {
  readonly path: string
  readonly type: string
  /** Made when it is asked for: pages weigh nothing until somebody looks. */
  readonly make: () => string | ReadStream
}

const HTML = 'text/html; charset=utf-8'
const CSS = 'text/css; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'

/** Pages of ours load nothing from elsewhere and run no script that stands in them. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const own = (file: string) => () => createReadStream(new URL(`./pages/${file}`, import.meta.url))
const ofSwagger = (file: string) => () =>
  createReadStream(new URL(import.meta.resolve(`@fastify/swagger-ui/static/${file}`)))

const pages: readonly Page[] = [
  { path: '/assets/plain.css', type: CSS, make: own('plain.css') },
  { path: '/docs', type: HTML, make: own('reference.html') },
  { path: '/docs/problems', type: HTML, make: problemsPage },
  { path: '/assets/reference.js', type: SCRIPT, make: own('reference.js') },
  { path: '/assets/swagger-ui.css', type: CSS, make: ofSwagger('swagger-ui.css') },
  { path: '/assets/swagger-ui.js', type: SCRIPT, make: ofSwagger('swagger-ui-bundle.js') },
]

/** Where the shop's own pages were not built, it says so. */
const unbuilt: Page = { path: '/', type: HTML, make: own('unbuilt.html') }

/** All that is not for programs, and what programs read once. */
export function addPages(
  app: FastifyInstance,
  machinery: Machinery,
  deps: GatewayDeps & { readonly webPages: WebPages | null },
): void {
  const headers = securityHeaders(machinery.answers.secureTransport, PAGE_POLICY)
  const documents: readonly Page[] = [
    { path: '/.well-known/jwks.json', type: 'application/json', make: () => deps.jwks },
    {
      path: '/openapi.json',
      type: 'application/json',
      make: () =>
        JSON.stringify(openApiDocument(deps.doors, { mailbox: deps.mailbox !== undefined })),
    },
  ]
  for (const page of [...pages, ...documents]) addPage(app, machinery, page, headers)
  if (deps.webPages === null) addPage(app, machinery, unbuilt, headers)
  else deps.webPages.addTo(app)
  if (deps.mailbox !== undefined) addMailbox(app, machinery, deps.mailbox)
}

function addPage(
  app: FastifyInstance,
  machinery: Machinery,
  { path, type, make }: Page,
  headers: Readonly<Record<string, string>>,
): void {
  const route = `GET ${path}`
  const { refuse } = routeAnswers(machinery.answers, machinery.measures, route)
  const { answered } = machinery.measures.of(route)
  const need = { access: 'anyone', knowsMembers: false, keyed: false } as const
  app.route({
    method: 'GET',
    url: path,
    onRequest: entryHook({ ...machinery, refuse }, need),
    handler: (_request, reply) => sendPage(reply, { type, headers }, make()),
    onResponse: async (request, reply) => answered(reply.statusCode, request.enteredAtMs),
  })
}

function sendPage(
  reply: FastifyReply,
  { type, headers }: { readonly type: string; readonly headers: Readonly<Record<string, string>> },
  page: string | ReadStream,
): FastifyReply {
  return reply
    .headers(headers)
    .header('content-type', type)
    .header('cache-control', 'no-cache')
    .send(page)
}
