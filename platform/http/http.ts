import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { ProblemCode, ProblemDetails } from '#contracts/problems.ts'
import { knownRoutes } from '#platform/rpc/known-routes.ts'
import { answerBrokenRequest } from './broken-request.ts'
import type { HttpAnswers } from './http-answers.ts'
import type { Translate } from './thrown-problem.ts'

type HttpOptions = {
  readonly answers: HttpAnswers
  readonly translate: Translate
  /** Proxies, by address or range, whose `X-Forwarded-For` is believed; none unless told. */
  readonly trustedProxies?: readonly string[] | undefined
  /** Told of what is refused before any route is found. */
  readonly onRefused?: (code: ProblemCode) => void
  /** Asked where no route is: true where it has answered. */
  readonly answerUnknown?: (request: FastifyRequest, reply: FastifyReply) => boolean
}

/** What a client may send and how long it may take, so that slow and greedy ones are cut. */
const limits = {
  bodyBytes: 64 * 1_024,
  /** Request line and headers together. */
  headerBytes: 16 * 1_024,
  headersMs: 10_000,
  requestMs: 30_000,
  /** Without a byte in either direction. A live stream has a heartbeat well below this. */
  silenceMs: 60_000,
  /** Longer than a load balancer keeps a connection, so that it never uses one that we close. */
  keepAliveMs: 72_000,
  lookForSlowEveryMs: 2_000,
  connections: 20_000,
  pathFieldCharacters: 200,
} as const

/**
 * A Fastify application that refuses in one manner whatever is no good request: by the table of
 * problems, as `application/problem+json`. Whoever opens it adds the routes.
 */
export function openHttp(options: HttpOptions): FastifyInstance {
  const { answers, translate, trustedProxies = [], onRefused, answerUnknown } = options

  const app = Fastify({
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.silenceMs,
    keepAliveTimeout: limits.keepAliveMs,
    routerOptions: { maxParamLength: limits.pathFieldCharacters },
    http: {
      headersTimeout: limits.headersMs,
      connectionsCheckingInterval: limits.lookForSlowEveryMs,
      maxHeaderSize: limits.headerBytes,
    },
    // What arrives while we drain is answered as ever; only the connection ends with it.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    // An address that cannot be decoded, or with a field that no id is as long as.
    frameworkErrors: (_error, _request, reply) => refuse(reply, 'not_found'),
    ...(trustedProxies.length > 0 && { trustProxy: [...trustedProxies] }),
  })
  app.server.maxConnections = limits.connections

  const routes = knownRoutes()
  app.addHook('onRoute', ({ method, url }) => routes.add(method, url))
  readOnlyJson(app)
  // What is not written by `answers`: pages.
  app.addHook('onSend', async (_request, reply) => {
    if (answers.isLeaving()) reply.raw.shouldKeepAlive = false
  })

  function refuse(reply: FastifyReply, code: ProblemCode, details?: ProblemDetails): void {
    reply.hijack()
    onRefused?.(code)
    if (reply.raw.headersSent) reply.raw.destroy()
    else answers.refuse(reply.raw, code, details)
  }

  function refuseUnknown(url: string, reply: FastifyReply): void {
    const allow = routes.methodsOf(url)
    if (allow.length === 0) refuse(reply, 'not_found')
    else refuse(reply, 'method_not_allowed', { allow })
  }

  app.setNotFoundHandler((request, reply) => {
    if (!answerUnknown?.(request, reply)) refuseUnknown(request.url, reply)
  })
  app.setErrorHandler((error, request, reply) => {
    // Where there is nothing, it does not matter what is wrong with the body.
    if (request.is404) return refuseUnknown(request.url, reply)
    const { refused, details } = translate(error, request.routeOptions.url ?? '')
    refuse(reply, refused, details)
  })
  return app
}

/** JSON is the only thing we read. A body without a byte is no body, whatever its type says. */
function readOnlyJson(app: FastifyInstance): void {
  // Fastify's parser, which refuses `__proto__` and `constructor.prototype` as keys.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    (request, text: string, done) => {
      if (text.length === 0) done(null, undefined)
      else parseJson(request, text, done)
    },
  )
}
