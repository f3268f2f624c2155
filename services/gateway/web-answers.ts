import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpAnswers, securityHeaders } from '#platform/http/http-answers.ts'
import type { WebFile } from './web-files.ts'
import { webPolicy } from './web-policy.ts'

/** A year: the name of such a file changes with what is in it. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

type Body = { readonly headers: readonly string[]; readonly bytes: Buffer }

type Prepared = {
  readonly br: Body
  readonly gzip: Body
  readonly plain: Body
  readonly unchanged: readonly string[]
}

/** Answers with a file, written straight to Node's response; every header is made beforehand. */
export type SendWebFile = (request: IncomingMessage, response: ServerResponse) => number

type WebFileManner = {
  readonly isImmutable: boolean
  /** The content policy; the strict one unless told. */
  readonly policy?: string
}

/** Gives the status that was answered. */
export function webFileSender(
  answers: HttpAnswers,
  file: WebFile,
  manner: WebFileManner,
): SendWebFile {
  const prepared = prepare(answers, file, manner)
  return (request, response) => {
    if (answers.isLeaving()) response.shouldKeepAlive = false
    const { 'if-none-match': known, 'accept-encoding': accepted = '' } = request.headers
    if (known?.includes(file.etag)) {
      response.writeHead(304, [...prepared.unchanged]).end()
      return 304
    }
    const { headers, bytes } = bodyFor(prepared, String(accepted))
    response.writeHead(200, [...headers])
    response.end(request.method === 'HEAD' ? undefined : bytes)
    return 200
  }
}

function bodyFor({ br, gzip, plain }: Prepared, accepted: string): Body {
  if (/\bbr\b/.test(accepted)) return br
  return /\bgzip\b/.test(accepted) ? gzip : plain
}

function prepare(
  { secureTransport }: HttpAnswers,
  file: WebFile,
  { isImmutable, policy = webPolicy() }: WebFileManner,
): Prepared {
  const always = Object.entries({
    ...securityHeaders(secureTransport, policy),
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': isImmutable ? FOR_EVER : ASK_AGAIN,
    etag: file.etag,
    vary: 'accept-encoding',
  }).flat()
  const plain = body(always, file, file.plain)
  return {
    plain,
    br: file.br === null ? plain : body([...always, 'content-encoding', 'br'], file, file.br),
    gzip:
      file.gzip === null ? plain : body([...always, 'content-encoding', 'gzip'], file, file.gzip),
    unchanged: always,
  }
}

const body = (headers: readonly string[], { type }: WebFile, bytes: Buffer): Body => ({
  headers: [...headers, 'content-type', type, 'content-length', String(bytes.length)],
  bytes,
})
