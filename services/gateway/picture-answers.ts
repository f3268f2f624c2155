import type { FastifyReply, FastifyRequest } from 'fastify'
import { type HttpAnswers, securityHeaders } from '#platform/http/http-answers.ts'
import type { RoutedOperation } from './door.ts'
import type { HttpMeasures } from './http-measures.ts'

/** A picture as an operation gives it; its content is base64. */
export type Picture = { readonly type: string; readonly etag: string; readonly content: string }

/** A year: what stands under a picture's address never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Answers with a picture's bytes, or with 304 to whoever has them. */
export function pictureGiver(
  { answers, measures }: { readonly answers: HttpAnswers; readonly measures: HttpMeasures },
  { method, path }: Pick<RoutedOperation, 'method' | 'path'>,
) {
  const { answered } = measures.of(`${method} ${path}`)
  const headers = {
    ...securityHeaders(answers.secureTransport),
    'cache-control': FOR_EVER,
    // Vouched for by the header above to be no script: other sites may show it.
    'cross-origin-resource-policy': 'cross-origin',
  }

  return (request: FastifyRequest, reply: FastifyReply, picture: Picture): void => {
    const { type, etag, content } = picture
    const isKnown = knows(request.headers['if-none-match'], etag)
    const status = isKnown ? 304 : 200
    const bytes = isKnown ? null : Buffer.from(content, 'base64')
    reply.hijack()
    if (answers.isLeaving()) reply.raw.shouldKeepAlive = false
    reply.raw.writeHead(status, {
      ...headers,
      etag,
      ...(bytes && { 'content-type': type, 'content-length': bytes.length }),
    })
    reply.raw.end(bytes)
    answered(status, request.enteredAtMs)
  }
}

/** Whether a client has it already (RFC 9110, 13.1.2: weakly compared). */
function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map(tag => tag.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
