import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { thrownProblems } from '#platform/http/thrown-problem.ts'
import type { Log } from '#platform/measures/log.ts'
import type { Tracing } from '#platform/measures/trace.ts'
import type { Service } from '#platform/service.ts'
import { local } from './rpc.ts'
import { answerMessage, type Called, readCalls } from './rpc-answering.ts'
import { FRAMES_TYPE, LEAVING_HEADER, MAX_MESSAGE_BYTES } from './rpc-frames.ts'
import { isClientName, PROOF_HEADER, proofDesk } from './rpc-proof.ts'
import { readAddress } from './rpc-until.ts'

type RpcServerDeps = {
  readonly services: readonly Service[]
  /** INTERNAL_KEY, 32 bytes. */
  readonly internalKey: Buffer
  readonly log: Log
  readonly tracing?: Tracing | null
}

/** The services of this process, for the other processes of the shop. */
export type RpcServer = {
  /** Adds `POST /rpc` and `POST /rpc/<service>/<operation>` to the private door. */
  addTo(app: FastifyInstance): void
  /** Goes on answering, and says on each answer that this process is about to end. */
  leave(): void
  /** Answers what is under way, and refuses the rest untouched, so that it can go elsewhere. */
  refuseNew(): void
  /** Messages that are being answered. */
  inFlight(): number
}

const NO_BYTES = Buffer.alloc(0)

/**
 * Offers services whole, in the words of their contracts: validated, and with nothing told of what
 * breaks inside. Who has not proved that it belongs to the shop is answered 401 (`rpc-proof.ts`).
 * Every status but 200 says that nothing of the message was begun.
 */
export function serve({ services, internalKey, log, tracing }: RpcServerDeps): RpcServer {
  const desk = proofDesk(internalKey)
  const translate = thrownProblems({ log })
  const offered = new Map(services.flatMap(calledOf))
  const headers = ['content-type', FRAMES_TYPE]
  let refusesNew = false
  let inFlight = 0

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const response = reply.raw
    reply.hijack()
    if (refusesNew) return refuse(response, 503)
    const body = bodyOf(request)
    const proof = request.headers[PROOF_HEADER]
    if (typeof proof !== 'string' || !desk.accepts(proof, request.url, body)) {
      return refuse(response, 401)
    }
    const { path, ...until } = readAddress(request.url)
    const called = offered.get(path)
    if (called === undefined) return refuse(response, 404)
    const calls = readCalls(body, until)
    if (calls === null) return refuse(response, 400)
    inFlight++
    await answerMessage({ called, translate, response, headers, tracing }, calls)
    inFlight--
  }

  function introduce(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack()
    const client = bodyOf(request).toString('latin1')
    if (refusesNew) refuse(reply.raw, 503)
    else if (!isClientName(client)) refuse(reply.raw, 400)
    else reply.raw.end(JSON.stringify(desk.introduce(client)))
  }

  return {
    addTo(app) {
      app.register(async rpc => {
        readBytes(rpc)
        // Who has no proof at all is not even listened to.
        rpc.addHook('onRequest', async ({ headers, url }, reply) => {
          if (PROOF_HEADER in headers || url === '/rpc') return
          reply.hijack()
          refuse(reply.raw, 401)
        })
        rpc.post('/rpc', { bodyLimit: 64 }, introduce)
        rpc.post('/rpc/:service/:operation', { bodyLimit: MAX_MESSAGE_BYTES }, (request, reply) => {
          void answer(request, reply)
        })
      })
    },
    leave() {
      if (headers.includes(LEAVING_HEADER)) return
      // A connection that ends with its answer is not closed later while a message is on its way.
      headers.push(LEAVING_HEADER, '1', 'connection', 'close')
    },
    refuseNew() {
      refusesNew = true
    },
    inFlight: () => inFlight,
  }
}

/** Its operations by their addresses. */
function calledOf({ name, api, calls }: Service): [string, Called][] {
  const checked = local(api, calls, { copies: false }) as Readonly<Record<string, Called['call']>>
  return Object.entries(api).flatMap(([operationName, operation]) => {
    const call = checked[operationName]
    const where = `${name}.${operationName}`
    return call ? [[`/rpc/${name}/${operationName}`, { operation, call, where }]] : []
  })
}

/** What is vouched for is bytes, so they are read as they came. */
function readBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
}

const bodyOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : NO_BYTES)

/** By its type it is known to be ours, and not of something that stands between. */
function refuse(response: ServerResponse, status: 400 | 401 | 404 | 503): void {
  const close = status === 503 ? ['connection', 'close'] : []
  response.writeHead(status, ['content-type', FRAMES_TYPE, 'content-length', '0', ...close])
  response.end()
}
