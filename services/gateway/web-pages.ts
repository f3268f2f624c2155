import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Machinery } from './operation-routes.ts'
import { type SendWebFile, webFileSender } from './web-answers.ts'
import type { WebFiles } from './web-files.ts'

type Deps = Pick<Machinery, 'answers' | 'measures'>

/** Addresses of programs: under these a page is never given, so that a typing error is told as one. */
const OF_PROGRAMS = /^\/(api|docs|dev|assets|static|\.well-known|healthz|readyz|metrics|openapi)\b/

/** The pages of the shop and of the console, as they were built. */
export type WebPages = {
  addTo(app: FastifyInstance): void
  /**
   * Where nothing else is, a person who goes there by a browser gets the shop's page, which knows
   * its addresses itself. False where it was no such request.
   */
  answerUnknown(request: FastifyRequest, reply: FastifyReply): boolean
}

export function webPages({ answers, measures }: Deps, web: WebFiles): WebPages {
  const page = { isImmutable: false }
  const shop = webFileSender(answers, web.shop, page)
  const console = webFileSender(answers, web.console, page)
  const assets = new Map(
    [...web.assets].map(([path, file]) => [
      path,
      webFileSender(answers, file, { isImmutable: true }),
    ]),
  )
  const answeredPage = measures.of('GET page').answered
  const answeredAsset = measures.of('GET /static/*').answered

  function sendPage(send: SendWebFile, request: FastifyRequest, reply: FastifyReply): void {
    const enteredAtMs = performance.now()
    reply.hijack()
    answeredPage(send(request.raw, reply.raw), enteredAtMs)
  }

  function sendAsset(request: FastifyRequest, reply: FastifyReply): void {
    const enteredAtMs = performance.now()
    const [path = ''] = request.url.split('?', 1)
    const send = assets.get(path)
    reply.hijack()
    if (send === undefined) answers.refuse(reply.raw, 'not_found')
    answeredAsset(send?.(request.raw, reply.raw) ?? 404, enteredAtMs)
  }

  return {
    addTo(app) {
      app.get('/', (request, reply) => sendPage(shop, request, reply))
      app.get('/static/*', sendAsset)
    },
    answerUnknown(request, reply) {
      const { method, url, headers } = request.raw
      const goesThere = method === 'GET' && headers.accept?.includes('text/html')
      if (!goesThere || OF_PROGRAMS.test(url ?? '')) return false
      sendPage(/^\/console\b/.test(url ?? '') ? console : shop, request, reply)
      return true
    },
  }
}
