import { hash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Machinery } from './operation-routes.ts'
import type { ReadProviderWindow } from './provider-window.ts'
import { webFileSender } from './web-answers.ts'
import type { WebFile, WebFiles } from './web-files.ts'
import { webPolicy } from './web-policy.ts'

type Deps = Pick<Machinery, 'answers' | 'measures'> & {
  /** What the shop's pages may load beside what is here. */
  readonly providerWindow: ReadProviderWindow
}

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

export function webPages({ answers, measures, providerWindow }: Deps, web: WebFiles): WebPages {
  const shopBeside = lastOf((window: Awaited<ReturnType<ReadProviderWindow>>) => {
    const policy = webPolicy(window)
    return webFileSender(answers, markedBy(policy, web.shop), { isImmutable: false, policy })
  })
  const console = webFileSender(answers, web.console, { isImmutable: false })
  const assets = new Map(
    [...web.assets].map(([path, file]) => [
      path,
      webFileSender(answers, file, { isImmutable: true }),
    ]),
  )
  const answeredPage = measures.of('GET page').answered
  const answeredAsset = measures.of('GET /static/*').answered

  function sendConsole(request: FastifyRequest, reply: FastifyReply): void {
    const enteredAtMs = performance.now()
    reply.hijack()
    answeredPage(console(request.raw, reply.raw), enteredAtMs)
  }

  function sendShop(request: FastifyRequest, reply: FastifyReply): void {
    const enteredAtMs = performance.now()
    reply.hijack()
    void providerWindow().then(window => {
      answeredPage(shopBeside(window)(request.raw, reply.raw), enteredAtMs)
    })
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
      app.get('/', sendShop)
      app.get('/static/*', sendAsset)
    },
    answerUnknown(request, reply) {
      const { method, url, headers } = request.raw
      const goesThere = method === 'GET' && headers.accept?.includes('text/html')
      if (!goesThere || OF_PROGRAMS.test(url ?? '')) return false
      const send = /^\/console\b/.test(url ?? '') ? sendConsole : sendShop
      send(request, reply)
      return true
    },
  }
}

/** Makes anew only what is asked for with another argument than the last time. */
function lastOf<Argument, Made>(make: (argument: Argument) => Made): (argument: Argument) => Made {
  let last: { readonly argument: Argument; readonly made: Made } | null = null
  return argument => {
    if (last?.argument !== argument) last = { argument, made: make(argument) }
    return last.made
  }
}

/** Under another policy it is another page: a browser must not go on with the policy that it kept. */
const markedBy = (policy: string, file: WebFile): WebFile => ({
  ...file,
  etag: file.etag.replace(/"$/, `-${hash('sha256', policy, 'base64url').slice(0, 8)}"`),
})
